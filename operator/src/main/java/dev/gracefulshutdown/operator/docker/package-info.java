/**
 * Docker hosts by name: which ones there are and for whom, one keeper for each, and what outlives the operator, in the
 * cluster.
 */
@NullMarked
package dev.gracefulshutdown.operator.docker;

import org.jspecify.annotations.NullMarked;
