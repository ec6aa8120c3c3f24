/** From what people wrote, what a server's profile says and what the engine knows to one ladder, or a clear no. */
@NullMarked
package dev.gracefulshutdown.plan;

import org.jspecify.annotations.NullMarked;
