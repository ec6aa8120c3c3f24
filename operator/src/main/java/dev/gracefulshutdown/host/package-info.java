/** One Docker host and the ladders that run on its containers: what every command and daemon for Docker has in common. */
@NullMarked
package dev.gracefulshutdown.host;

import org.jspecify.annotations.NullMarked;
