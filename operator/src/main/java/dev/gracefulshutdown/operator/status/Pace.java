package dev.gracefulshutdown.operator.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How often what merely counts is written. For any number of threads. */
public final class Pace {
    private final Duration between;
    private final Map<String, Instant> written = new ConcurrentHashMap<>();

    /** One that lets each object be written that often. */
    public Pace(Duration between) {
        this.between = between;
    }

    /** How long it has to wait; empty when it may be written now. */
    public Optional<Duration> wait(String uid, Instant now) {
        return Optional.ofNullable(written.get(uid))
                .map(last -> Duration.between(now, last.plus(between)))
                .filter(Duration::isPositive);
    }

    /** It is written. */
    public void written(String uid, Instant now) {
        written.values().removeIf(then -> !then.plus(between).isAfter(now));
        written.put(uid, now);
    }
}
