package dev.gracefulshutdown.diagnosis;

import java.time.Duration;
import java.util.List;

/** What the engine's own stop would come to today. Processes are named as the container names them: {@code "1 sh"}. */
public sealed interface Verdict {
    /** The main process hears and is expected to leave. */
    record Ends(Certainty certainty) implements Verdict {}

    /** The default action ends it: at once, without a clean-up. */
    record EndsAtOnce(String who) implements Verdict {}

    /** An init passes the signal on. */
    record Forwards(List<String> to) implements Verdict {
        public Forwards {
            to = List.copyOf(to);
        }
    }

    /** Nobody hears. */
    record Killed(String who) implements Verdict {}

    /** The main process does not hear; those behind it would, and are not asked. */
    record Wrapped(List<String> servers) implements Verdict {
        public Wrapped {
            servers = List.copyOf(servers);
        }
    }

    /**
     * A shell has a trap, which it runs only after its foreground child has ended.
     *
     * @param unclear whether that child runs in the foreground can't be seen
     */
    record Sits(String child, boolean unclear) implements Verdict {}

    /**
     * Who gets the signal leaves, and the kernel kills the others, which have handlers of their own.
     *
     * @param certain it has no way to pass the signal on
     */
    record Leaves(String who, List<String> abandoned, boolean certain) implements Verdict {
        public Leaves {
            abandoned = List.copyOf(abandoned);
        }
    }

    /** It hears, and means something else by it. */
    record GoesOn(String why) implements Verdict {}

    /** Its masks say that it hears; whether it does can't be seen. */
    record LooksOnly(String why) implements Verdict {}

    /**
     * It hears, and was killed at the end all the same.
     *
     * @param times so often
     * @param stops of so many last stops
     */
    record WithoutEffect(int times, int stops) implements Verdict {}

    /** An init hears and waits for its programs, for longer than the engine waits for it. */
    record CutShort(String init, Duration inner) implements Verdict {}

    /** It looks deaf, and is too young for that to count. */
    record NotSureYet(Duration age) implements Verdict {}

    /**
     * What an agent's report says, which has no more than this.
     *
     * @param kind the verdict's that the agent came to
     */
    record Told(String kind, Expectation expectation) implements Verdict {
        static Told of(String kind) {
            return new Told(
                    kind,
                    switch (kind) {
                        case "Ends", "EndsAtOnce", "Forwards" -> Expectation.ENDS;
                        case "Killed", "Wrapped", "GoesOn" -> Expectation.KILLED;
                        case "Unknown", "NotSureYet" -> Expectation.UNKNOWN;
                        default -> Expectation.PERHAPS;
                    });
        }
    }

    /** Nobody can tell. */
    record Unknown(String why) implements Verdict {}

    /** How a stop would end. */
    default Expectation expectation() {
        return switch (this) {
            case Ends _, EndsAtOnce _, Forwards _ -> Expectation.ENDS;
            case Sits sits -> sits.unclear() ? Expectation.PERHAPS : Expectation.KILLED;
            case Leaves leaves -> leaves.certain() ? Expectation.LOSES : Expectation.PERHAPS;
            case LooksOnly _, CutShort _ -> Expectation.PERHAPS;
            case WithoutEffect(int times, int stops) -> times == stops ? Expectation.KILLED : Expectation.PERHAPS;
            case Killed _, Wrapped _, GoesOn _ -> Expectation.KILLED;
            case NotSureYet _, Unknown _ -> Expectation.UNKNOWN;
            case Told told -> told.expectation();
        };
    }

    /** How sure that is. */
    default Certainty certainty() {
        return switch (this) {
            case Ends(Certainty certainty) -> certainty;
            case EndsAtOnce _, Killed _, Wrapped _ -> Certainty.SURE;
            case Forwards _, GoesOn _ -> Certainty.LIKELY;
            case Sits sits -> sits.unclear() ? Certainty.NOT_SURE : Certainty.LIKELY;
            case Leaves leaves -> leaves.certain() ? Certainty.SURE : Certainty.NOT_SURE;
            case WithoutEffect _ -> Certainty.OBSERVED;
            case LooksOnly _, CutShort _ -> Certainty.NOT_SURE;
            case NotSureYet _, Unknown _ -> Certainty.NONE;
            case Told(String _, Expectation expectation) ->
                expectation == Expectation.UNKNOWN ? Certainty.NONE : Certainty.LIKELY;
        };
    }

    /** The name of the kind, for documents: {@code Wrapped}. */
    default String kind() {
        return getClass().getSimpleName();
    }
}
