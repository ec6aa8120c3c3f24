package dev.gracefulshutdown.cli.kit;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.StepRecord;

/** Which ink the ladder's words get, everywhere the same. */
public final class Inks {
    private Inks() {}

    /** Green who hears, red who is deaf. */
    public static Ink of(Hearing hearing) {
        return switch (hearing) {
            case CATCHES, QUEUES, FORWARDS -> Ink.GOOD;
            case ENDS, UNKNOWN -> Ink.WARN;
            case DEAF -> Ink.BAD;
        };
    }

    /** Green what arrived, red what nobody could hear. */
    public static Ink of(StepRecord.Result delivery) {
        return switch (delivery) {
            case DELIVERED -> Ink.GOOD;
            case ASSUMED -> Ink.WARN;
            case UNDELIVERABLE -> Ink.BAD;
        };
    }

    /** Green what ended as asked, red what was forced or goes on. */
    public static Ink of(Outcome outcome) {
        return switch (outcome) {
            case GRACEFUL -> Ink.GOOD;
            case ESCALATED, SIGNALLED, ALREADY_GONE, CANCELLED -> Ink.WARN;
            case FORCED, HELD, STUCK, FAILED -> Ink.BAD;
        };
    }

    /** The sign of an end by itself or by force. */
    static String mark(Outcome outcome, Glyphs glyphs) {
        return of(outcome) == Ink.BAD ? glyphs.killed() : glyphs.end();
    }
}
