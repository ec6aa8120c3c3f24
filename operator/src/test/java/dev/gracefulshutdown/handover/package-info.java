/** The hand-over's words. */
@NullMarked
package dev.gracefulshutdown.handover;

import org.jspecify.annotations.NullMarked;
