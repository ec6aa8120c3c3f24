/** Policies and what they do to their workloads. */
@NullMarked
package dev.gracefulshutdown.operator.policy;

import org.jspecify.annotations.NullMarked;
