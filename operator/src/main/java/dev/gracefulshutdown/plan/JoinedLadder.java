package dev.gracefulshutdown.plan;

import dev.gracefulshutdown.ladder.Ladder;
import java.time.Duration;

/** A ladder beside somebody else's stop. */
public final class JoinedLadder {
    private JoinedLadder() {}

    /**
     * Steps come before the assumed end, or they come too late. SIGKILL stays where it was: {@code docker stop -t 600} looks
     * like any other stop, and we must not be the ones who cut it short.
     *
     * @param assumedEnd negative for one without end
     */
    public static Ladder of(Ladder planned, Duration assumedEnd) {
        Ladder squeezed = assumedEnd.isNegative() ? planned : planned.compressedTo(assumedEnd);
        return new Ladder(
                squeezed.kill(),
                Duration.ZERO,
                squeezed.steps(),
                planned.gracePeriod(),
                planned.onUndeliverable(),
                planned.extendWhile(),
                planned.maxExtension(),
                planned.onDeadline());
    }
}
