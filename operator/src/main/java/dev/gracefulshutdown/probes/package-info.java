/** What the kubelet and Prometheus ask of every role that runs in a cluster. */
@NullMarked
package dev.gracefulshutdown.probes;

import org.jspecify.annotations.NullMarked;
