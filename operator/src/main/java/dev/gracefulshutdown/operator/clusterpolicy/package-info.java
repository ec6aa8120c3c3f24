/** Policies for the cluster: what they hold for. */
@NullMarked
package dev.gracefulshutdown.operator.clusterpolicy;

import org.jspecify.annotations.NullMarked;
