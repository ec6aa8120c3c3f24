/** Certificates and their renewal. */
@NullMarked
package dev.gracefulshutdown.operator.admission.certificate;

import org.jspecify.annotations.NullMarked;
