package dev.gracefulshutdown.ladder;

/**
 * How a run ended.
 *
 * @param outcome the word
 * @param reason in words: {@code "exited by itself after SIGINT"}
 */
record Ending(Outcome outcome, String reason) {}
