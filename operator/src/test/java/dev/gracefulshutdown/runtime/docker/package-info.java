/** The engine's rules, each held on real engines: the default one, and a second that {@code GRACEFUL_TEST_DOCKER2} names. */
@NullMarked
package dev.gracefulshutdown.runtime.docker;

import org.jspecify.annotations.NullMarked;
