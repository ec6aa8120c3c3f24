package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Styled;
import dev.gracefulshutdown.shutdown.ShutdownReport;

/** How one role was stopped in one round. */
record Performance(Role role, ShutdownReport report, boolean cleanedUp) {
    /** What became of its clean-up. */
    Styled cleanUp() {
        if (!role.cleansUp()) {
            return new Styled("has none", Ink.FAINT);
        }
        return cleanedUp ? new Styled("ran", Ink.GOOD) : new Styled("cut off", Ink.BAD);
    }
}
