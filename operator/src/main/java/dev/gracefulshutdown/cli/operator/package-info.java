/** {@code graceful operator}. */
@NullMarked
package dev.gracefulshutdown.cli.operator;

import org.jspecify.annotations.NullMarked;
