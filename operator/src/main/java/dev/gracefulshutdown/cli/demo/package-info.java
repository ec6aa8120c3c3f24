/** {@code graceful demo}: real processes, stopped the classic way and by policy, side by side. */
@NullMarked
package dev.gracefulshutdown.cli.demo;

import org.jspecify.annotations.NullMarked;
