package dev.gracefulshutdown.ladder;

import java.util.Map;

/** What happens to a ladder. Times are nanoseconds on CLOCK_BOOTTIME (rule 1). */
public sealed interface Event {
    long now();

    /** The time that was waited for has come; earlier or later ones do no harm. */
    record Tick(long now) implements Event {}

    /** The answer to {@link Effect.Read}. */
    record Read(long now, Reading reading) implements Event {}

    /**
     * The answer to {@link Effect.Send}.
     *
     * @param reached how many of the targets the kernel took it for
     */
    record Sent(long now, int step, int reached) implements Event {}

    /**
     * The answer to {@link Effect.KillAll}.
     *
     * @param reached whether the kernel took it for anybody
     */
    record Killed(long now, boolean reached) implements Event {}

    /** The answer to {@link Effect.Check}. */
    record Checked(long now, Map<Condition, Condition.Verdict> verdicts) implements Event {
        public Checked {
            verdicts = Map.copyOf(verdicts);
        }
    }

    /**
     * The main process is gone.
     *
     * @param outOfMemory the container's {@code oom_kill} count has risen since the ladder's start
     */
    record Exited(long now, ExitStatus status, boolean outOfMemory) implements Event {}

    /** Somebody else (kubelet, engine) has sent this signal to the main process. */
    record SentByOther(long now, Signal signal) implements Event {}

    /** A Hold is ended: SIGKILL now. */
    record Released(long now) implements Event {}

    /** The shutdown is withdrawn: nothing more is sent. */
    record Cancelled(long now) implements Event {}
}
