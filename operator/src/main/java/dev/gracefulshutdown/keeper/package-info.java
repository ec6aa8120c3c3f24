/**
 * Keeps the containers of one Docker host as policies say, whoever wrote them down where. What is to be done is decided by
 * {@link dev.gracefulshutdown.keeper.Decider} alone, on what was read before; everything else reads or does.
 */
@NullMarked
package dev.gracefulshutdown.keeper;

import org.jspecify.annotations.NullMarked;
