/**
 * What would happen to a container if it were stopped now, why, and what to do about it. Facts in, words out: nothing here
 * reads {@code /proc}, asks an engine or sends anything.
 */
@NullMarked
package dev.gracefulshutdown.diagnosis;

import org.jspecify.annotations.NullMarked;
