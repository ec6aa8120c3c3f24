/** Admission at a real API server. */
@NullMarked
package dev.gracefulshutdown.operator.admission;

import org.jspecify.annotations.NullMarked;
