/** Pods at their creation. */
@NullMarked
package dev.gracefulshutdown.operator.admission.pod;

import org.jspecify.annotations.NullMarked;
