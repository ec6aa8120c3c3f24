/** The node agent. */
@NullMarked
package dev.gracefulshutdown.agent;

import org.jspecify.annotations.NullMarked;
