/** The kinds of workloads: how each is stopped, marked and started again. */
@NullMarked
package dev.gracefulshutdown.operator.workload;

import org.jspecify.annotations.NullMarked;
