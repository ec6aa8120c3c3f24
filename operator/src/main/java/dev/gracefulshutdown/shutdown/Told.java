package dev.gracefulshutdown.shutdown;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Effect.Notice;
import java.time.Duration;
import java.util.Set;

/**
 * Something that people must be told of a shutdown.
 *
 * @param at on the clock of the timeline
 * @param conditions those that it is about: what gives more time, or can't be read
 */
public record Told(Duration at, Notice notice, Set<Condition> conditions) {
    public Told {
        conditions = Set.copyOf(conditions);
    }
}
