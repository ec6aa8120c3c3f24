/** The operator: policies and requests as custom resources, reconciled against a cluster. */
@NullMarked
package dev.gracefulshutdown.operator;

import org.jspecify.annotations.NullMarked;
