package dev.gracefulshutdown.host;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Who drives a shutdown, for the messages of those who leave it to them.
 *
 * @param command {@code graceful local}
 * @param pid as its PID namespace numbers it; 0 when it is not known
 * @param user on whose behalf
 * @param since when it took the claim
 * @param until when it let go of it; null while it holds it, and for ever where it crashed
 * @param owner tells two holders in one process apart
 */
public record Holder(
        String command,
        long pid,
        String user,
        Instant since,
        @Nullable Instant until,
        String owner) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    /** Of a claim that is held and can't be read. */
    static final Holder UNKNOWN = new Holder("another graceful process", 0, "", Instant.EPOCH, null, "");

    Holder released(Instant now) {
        return new Holder(command, pid, user, since, now, owner);
    }

    /** Whether something that happened then happened under this claim, which is over, or so much later at most. */
    boolean held(Instant then, Duration late) {
        return until != null && !then.isBefore(since) && !then.isAfter(until.plus(late));
    }

    /** {@code graceful local (PID 4711, root, since 12:00:03)}. */
    public String words() {
        return pid == 0 ? command : command + " (PID " + pid + ", " + user + ", since " + TIME.format(since) + ")";
    }
}
