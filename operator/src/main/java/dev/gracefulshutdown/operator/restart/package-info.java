/** Restarts: which pod goes next. */
@NullMarked
package dev.gracefulshutdown.operator.restart;

import org.jspecify.annotations.NullMarked;
