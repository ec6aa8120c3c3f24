package dev.gracefulshutdown.ladder.rules;

import java.util.List;
import java.util.Random;

/** Chance, by a seed. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        random = new Random(seed);
        // The first draws of neighbouring seeds are alike.
        random.nextLong();
    }

    boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    /** 0 to that, without it. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    /** 0 to so many nanoseconds, with both. */
    long upTo(long nanos) {
        return nanos == 0 ? 0 : random.nextLong(nanos + 1);
    }

    long millisBelow(int limit) {
        return Times.millis(random.nextInt(limit));
    }

    @SafeVarargs
    final <T> T pick(T... from) {
        return from[random.nextInt(from.length)];
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
