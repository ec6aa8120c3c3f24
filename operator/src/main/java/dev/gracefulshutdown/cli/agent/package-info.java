/** {@code graceful agent}. */
@NullMarked
package dev.gracefulshutdown.cli.agent;

import org.jspecify.annotations.NullMarked;
