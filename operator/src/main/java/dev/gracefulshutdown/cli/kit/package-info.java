/**
 * What commands have in common: colour, tables, timelines, progress, JSON and YAML, which engine, policies from files. Commands mix in {@link
 * dev.gracefulshutdown.cli.kit.Console} and, where they have a result to hand on, {@link
 * dev.gracefulshutdown.cli.kit.Output}.
 */
@NullMarked
package dev.gracefulshutdown.cli.kit;

import org.jspecify.annotations.NullMarked;
