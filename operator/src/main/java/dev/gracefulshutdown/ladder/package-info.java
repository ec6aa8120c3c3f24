/**
 * The ladder: what is sent to whom and when, as a pure state machine. No I/O, no clock, no Kubernetes; facts and times
 * come in, effects go out. Every driver (agent, Docker, demo) uses this one.
 */
@NullMarked
package dev.gracefulshutdown.ladder;

import org.jspecify.annotations.NullMarked;
