/** What admission writes into pods and agents read from them: the hand-over hook, its handle, and what was before. */
@NullMarked
package dev.gracefulshutdown.handover;

import org.jspecify.annotations.NullMarked;
