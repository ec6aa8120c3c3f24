/** {@code graceful check}: does an image stop well? */
@NullMarked
package dev.gracefulshutdown.cli.check;

import org.jspecify.annotations.NullMarked;
