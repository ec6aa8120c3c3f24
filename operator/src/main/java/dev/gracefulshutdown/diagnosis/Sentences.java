package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.api.Durations;
import java.time.Duration;
import java.util.List;

/** The words for what was found, all in this place. */
public final class Sentences {
    static final String SHELL_SHRUGS = "a shell catches SIGINT of its own accord and goes on";

    private static final int NAMED = 3;

    private Sentences() {}

    /**
     * What the engine's stop would come to, in few words.
     *
     * @param timeout the engine's
     */
    public static String brief(Verdict verdict, Duration timeout) {
        String killed = "killed after " + Durations.format(timeout);
        return switch (verdict) {
            case Verdict.Ends _ -> "ends by itself";
            case Verdict.EndsAtOnce _ -> "ends at once, without a clean-up";
            case Verdict.Forwards(List<String> to) ->
                to.isEmpty() ? "ends by itself" : "forwards to " + names(to) + ", ends by itself";
            case Verdict.Killed _ -> killed + ": nobody hears";
            case Verdict.Wrapped(List<String> servers) -> killed + ": " + names(servers) + " never hears";
            case Verdict.Sits(String child, boolean unclear) ->
                (unclear ? "perhaps " : "") + killed + ": the trap waits for " + child;
            case Verdict.Leaves leaves ->
                "ends, and the kernel " + (leaves.certain() ? "kills " : "may kill ") + names(leaves.abandoned());
            case Verdict.GoesOn _ -> killed + ": it hears and goes on";
            case Verdict.LooksOnly _ -> "ends by itself, or only looks as if it heard";
            case Verdict.WithoutEffect(int times, int stops) ->
                (times == stops ? "" : "perhaps ") + killed + ", as " + lastStops(times, stops);
            case Verdict.CutShort(String init, Duration inner) ->
                init + " may need " + Durations.format(inner) + ", is killed after " + Durations.format(timeout);
            case Verdict.NotSureYet(Duration age) -> "not sure yet: deaf, but only " + age.toSeconds() + " s old";
            case Verdict.Told told -> told(told, killed);
            case Verdict.Unknown _ -> "unknown";
        };
    }

    /** Why, in a sentence or two. */
    public static String why(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Ends(Certainty certainty) ->
                certainty == Certainty.OBSERVED
                        ? "It has ended by itself in each of its last stops."
                        : "It has a handler; what that does can't be seen, but programs have one in order to leave.";
            case Verdict.EndsAtOnce(String who) ->
                who
                        + " has no handler and is not PID 1 of its PID namespace: the signal's default action ends it at once,"
                        + " and nothing is cleaned up.";
            case Verdict.Forwards _ -> "The init passes the signal on and leaves when what it looks after has left.";
            case Verdict.Killed(String who) ->
                who
                        + " does nothing about the signal and nobody behind it would: the time is waited for in vain, then it is killed.";
            case Verdict.Wrapped(List<String> servers) ->
                "A stop asks PID 1 alone, and PID 1 drops it. " + names(servers)
                        + " has a handler and is killed without ever having been asked.";
            case Verdict.Sits(String child, boolean unclear) ->
                "A shell runs its traps only after its foreground child has ended, and nobody asks " + child
                        + (unclear ? " (it may run in the background, then the trap runs at once)." : ".");
            case Verdict.Leaves(String who, List<String> abandoned, boolean certain) ->
                who + " leaves first"
                        + (certain ? "" : ", unless its trap passes the signal on and waits")
                        + ", and with PID 1 the kernel kills " + names(abandoned) + " before it can clean up.";
            case Verdict.GoesOn(String why) -> "It hears and does not leave: " + why + ".";
            case Verdict.LooksOnly(String why) ->
                why + ". Masks are the same in both cases; a test tells (graceful check).";
            case Verdict.WithoutEffect(int times, int stops) ->
                "A handler was there, and it was killed at the end all the same, " + lastStops(times, stops) + ".";
            case Verdict.CutShort(String init, Duration inner) ->
                init + " gives its programs up to " + Durations.format(inner)
                        + " by its own settings; a stop does not wait that long.";
            case Verdict.NotSureYet _ ->
                "Programs install their handlers some time after they start; a deafness counts after 10 s.";
            case Verdict.Told told -> "The agent of its node has read it and says: " + told.kind() + ".";
            case Verdict.Unknown(String why) -> "Nobody can tell: " + why + ".";
        };
    }

    private static String told(Verdict.Told told, String killed) {
        return switch (told.expectation()) {
            case ENDS -> "ends by itself";
            case KILLED -> killed + (told.kind().equals("Wrapped") ? ": a child of it never hears" : ": nobody hears");
            case PERHAPS, LOSES -> "perhaps " + killed;
            case UNKNOWN -> "unknown";
        };
    }

    private static String lastStops(int times, int stops) {
        if (times < stops) {
            return "in " + times + " of its last " + stops + " stops";
        }
        return stops == 1 ? "in its last stop" : "in each of its last " + stops + " stops";
    }

    /** A list that fits into a sentence. */
    static String names(List<String> names) {
        if (names.size() <= NAMED) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
    }
}
