/** The certificate by which the API server knows the webhooks: made, renewed and swapped without a gap. */
@NullMarked
package dev.gracefulshutdown.operator.admission.certificate;

import org.jspecify.annotations.NullMarked;
