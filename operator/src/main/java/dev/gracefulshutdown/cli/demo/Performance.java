package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Styled;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.time.Duration;
import java.util.Optional;

/**
 * How one role was stopped in one round.
 *
 * @param by whose ladder it was, in words
 * @param released when the demo itself ended a Hold, on the clock of the timeline
 */
record Performance(Role role, String by, ShutdownReport report, Optional<Duration> released, boolean cleanedUp) {
    /** What became of its clean-up. */
    Styled cleanUp() {
        if (!role.cleansUp()) {
            return new Styled("none", Ink.FAINT);
        }
        return cleanedUp ? new Styled("ran", Ink.GOOD) : new Styled("cut off", Ink.BAD);
    }
}
