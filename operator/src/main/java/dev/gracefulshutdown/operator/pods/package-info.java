/** The cluster's pods as the whole operator sees them: watched once, kept lean. */
@NullMarked
package dev.gracefulshutdown.operator.pods;

import org.jspecify.annotations.NullMarked;
