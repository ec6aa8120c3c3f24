/** {@code graceful diagnose}, and the reading of an engine's containers that it shares with {@code graceful check}. */
@NullMarked
package dev.gracefulshutdown.cli.diagnose;

import org.jspecify.annotations.NullMarked;
