/** Reads who hears in a container of a Kubernetes cluster, by the API's {@code pods/exec} alone. Nothing is written or signalled. */
@NullMarked
package dev.gracefulshutdown.runtime.kubernetes;

import org.jspecify.annotations.NullMarked;
