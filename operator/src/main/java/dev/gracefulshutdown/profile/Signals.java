package dev.gracefulshutdown.profile;

import dev.gracefulshutdown.ladder.Signal;

/** Signals in the data, always by their full name. */
final class Signals {
    private Signals() {}

    /** @throws IllegalArgumentException when there is none of that name */
    static Signal named(String text) {
        return Signal.parse(text)
                .filter(signal -> signal.fullName().equals(text))
                .orElseThrow(() -> new IllegalArgumentException("no signal by its full name: " + text));
    }
}
