package dev.gracefulshutdown.keeper;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gracefulshutdown.ladder.Outcome;
import java.util.Optional;

/**
 * One thing that people are told.
 *
 * @param policy whose
 * @param container whose
 * @param what is done, or was found
 * @param why in words
 * @param outcome of a shutdown that is over
 * @param topic for programs that sort lines; no part of what is printed
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Line(
        Level level,
        Optional<String> policy,
        Optional<String> container,
        String what,
        Optional<String> why,
        Optional<Outcome> outcome,
        @JsonIgnore Topic topic) {
    /** How much it matters. */
    public enum Level {
        /** As it should be. */
        INFO,
        /** Somebody should look at it, some day. */
        WARN,
        /** It did not work. */
        ERROR
    }

    /** What a line about a container tells of. */
    public enum Topic {
        /** Anything else. */
        NOTE,
        /** A stop begins. */
        STOPPING,
        /** A restart begins. */
        RESTARTING,
        /** Our own stop is taken back. */
        RESTORING,
        /** We add to a stop that somebody else began. */
        JOINING,
        /** What would be done, were it no dry run. */
        WOULD,
        /** Its grace period is over, and SIGKILL is held back. */
        HELD,
        /** A shutdown is over. */
        ENDED,
        /** It did not work; it is tried again. */
        FAILED
    }

    /** A general one, as it should be. */
    public static Line info(String what) {
        return general(Level.INFO, what);
    }

    /** A general one that somebody should look at, some day. */
    public static Line warn(String what) {
        return general(Level.WARN, what);
    }

    /** A general one of something that did not work. */
    public static Line error(String what) {
        return general(Level.ERROR, what);
    }

    private static Line general(Level level, String what) {
        return new Line(
                level, Optional.empty(), Optional.empty(), what, Optional.empty(), Optional.empty(), Topic.NOTE);
    }

    static Line about(Level level, String policy, String container, String what, String why) {
        return about(level, policy, container, what, why, Topic.NOTE);
    }

    static Line about(Level level, String policy, String container, String what, String why, Topic topic) {
        return new Line(
                level,
                Optional.of(policy).filter(p -> !p.isEmpty()),
                Optional.of(container),
                what,
                Optional.of(why).filter(w -> !w.isEmpty()),
                Optional.empty(),
                topic);
    }

    Line ended(Outcome how) {
        return new Line(level, policy, container, what, why, Optional.of(how), Topic.ENDED);
    }

    /** For people: {@code policy p: container c: stop, and keep it stopped: state is Stopped}. */
    @Override
    public String toString() {
        return policy.map(p -> "policy " + p + ": ").orElse("")
                + container.map(c -> "container " + c + ": ").orElse("")
                + what
                + why.map(w -> ": " + w).orElse("");
    }
}
