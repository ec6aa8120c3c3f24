/** What every engine and node has to offer to a ladder: read a container's processes, signal one of them, tell its exit. */
@NullMarked
package dev.gracefulshutdown.runtime;

import org.jspecify.annotations.NullMarked;
