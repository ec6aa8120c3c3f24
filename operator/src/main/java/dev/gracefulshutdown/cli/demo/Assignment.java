package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.ladder.Ladder;

/**
 * By what a role is stopped.
 *
 * @param by whose ladder it is, in words: {@code policy slow}
 */
record Assignment(Ladder ladder, String by) {}
