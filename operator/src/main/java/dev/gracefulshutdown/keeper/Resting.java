package dev.gracefulshutdown.keeper;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Containers that something failed for: tried again after a minute, then after longer and longer. Safe for several threads. */
final class Resting {
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(16);

    private final Map<String, Rest> rests = new HashMap<>();

    private record Rest(Instant until, Duration length, String why) {}

    synchronized void failed(String container, String why, Instant now) {
        Rest before = rests.get(container);
        Duration length = before == null ? FIRST : before.length().multipliedBy(2);
        Duration bounded = length.compareTo(LONGEST) < 0 ? length : LONGEST;
        rests.put(container, new Rest(now.plus(bounded), bounded, why));
    }

    synchronized void worked(String container) {
        rests.remove(container);
    }

    /** Those that are left alone now, with what failed, in words. */
    synchronized Map<String, String> at(Instant now) {
        return rests.entrySet().stream()
                .filter(e -> e.getValue().until().isAfter(now))
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, e -> e.getValue().why()));
    }
}
