/**
 * Containers of a Docker Engine, by the <a href="https://docs.docker.com/reference/api/engine/">Engine API</a>: found,
 * inspected, stopped so that the engine agrees, their exits and events seen. What the engine can't tell (who hears a
 * signal) comes from a view of this machine's processes that is handed in, where the engine runs here.
 */
@NullMarked
package dev.gracefulshutdown.runtime.docker;

import org.jspecify.annotations.NullMarked;
