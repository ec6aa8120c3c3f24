/** One Docker host, its claims and its Compose files. */
@NullMarked
package dev.gracefulshutdown.host;

import org.jspecify.annotations.NullMarked;
