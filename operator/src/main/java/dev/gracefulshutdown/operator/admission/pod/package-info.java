/** What a pod is given at its creation: the hand-over hook, the ceiling, and the probes' former grace period. */
@NullMarked
package dev.gracefulshutdown.operator.admission.pod;

import org.jspecify.annotations.NullMarked;
