/** Shutdowns that are requested, as far as the API alone can carry them out. */
@NullMarked
package dev.gracefulshutdown.operator.request;

import org.jspecify.annotations.NullMarked;
