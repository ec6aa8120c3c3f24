/** Admission: what the API server asks before it takes pods, policies and shutdowns. Served by every replica. */
@NullMarked
package dev.gracefulshutdown.operator.admission;

import org.jspecify.annotations.NullMarked;
