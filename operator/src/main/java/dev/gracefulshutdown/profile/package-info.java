/**
 * Known servers and known inits: data in YAML and a lookup. Facts in, an answer out; nothing here reads {@code /proc} or sends
 * anything. {@code docs/profiles.md} says how to add one.
 */
@NullMarked
package dev.gracefulshutdown.profile;

import org.jspecify.annotations.NullMarked;
