/** One Docker host without a cluster: policies from files, and what outlives us in a folder. */
@NullMarked
package dev.gracefulshutdown.local;

import org.jspecify.annotations.NullMarked;
