/** Which namespaces are asked about. */
@NullMarked
package dev.gracefulshutdown.operator.admission.registration;

import org.jspecify.annotations.NullMarked;
