/** What conditions, Events, logs and metrics say, from one set of words. */
@NullMarked
package dev.gracefulshutdown.operator.status;

import org.jspecify.annotations.NullMarked;
