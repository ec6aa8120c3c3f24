/** {@code graceful local}: a terminal or a service around {@link dev.gracefulshutdown.local.Local}. */
@NullMarked
package dev.gracefulshutdown.cli.local;

import org.jspecify.annotations.NullMarked;
