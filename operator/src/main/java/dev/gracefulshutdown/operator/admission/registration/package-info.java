/** The webhook configurations: whom they trust and which namespaces they ask for. */
@NullMarked
package dev.gracefulshutdown.operator.admission.registration;

import org.jspecify.annotations.NullMarked;
