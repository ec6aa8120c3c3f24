/** Limits. */
@NullMarked
package dev.gracefulshutdown.operator.admission.check;

import org.jspecify.annotations.NullMarked;
