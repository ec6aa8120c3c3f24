/** Runs ladders on a runtime: scheduling, the journal, resume after a crash. */
@NullMarked
package dev.gracefulshutdown.shutdown;

import org.jspecify.annotations.NullMarked;
