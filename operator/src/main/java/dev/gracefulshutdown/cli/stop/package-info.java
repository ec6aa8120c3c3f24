/** {@code graceful stop} and {@code graceful kill}: containers of a Docker Engine, once, from a terminal or a pipeline. */
@NullMarked
package dev.gracefulshutdown.cli.stop;

import org.jspecify.annotations.NullMarked;
