package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What is known of one request for a container. Its ladder and its standing are the desk's thread's to change. */
final class RequestCase {
    private Optional<Instant> troubledSince = Optional.empty();
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile Shutdown request;
    private volatile Standing standing = new Standing.Looking();
    private @Nullable RunningShutdown ladder;
    private boolean released;

    RequestCase(Shutdown request) {
        this.request = request;
    }

    /** Since when it can't be looked at; from now on, where it could be before. */
    Instant troubledSince(Instant now) {
        Instant since = troubledSince.orElse(now);
        troubledSince = Optional.of(since);
        return since;
    }

    void untroubled() {
        troubledSince = Optional.empty();
    }

    Shutdown request() {
        return request;
    }

    void request(Shutdown now) {
        request = now;
    }

    String uid() {
        return request.getMetadata().getUid();
    }

    Standing standing() {
        return standing;
    }

    /** Whether that is news. */
    boolean stands(Standing now) {
        Standing before = standing;
        standing = now;
        return !now.equals(before);
    }

    /** Nothing changes any more. */
    boolean isOver() {
        return switch (standing) {
            case Standing.Looking _, Standing.Waiting _, Standing.Running _ -> false;
            case Standing.Refused _, Standing.Gone _, Standing.DryRun _, Standing.Over _, Standing.Unseen _ -> true;
        };
    }

    Optional<RunningShutdown> ladder() {
        return Optional.ofNullable(ladder);
    }

    void ladder(@Nullable RunningShutdown running) {
        ladder = running;
        released = false;
    }

    /** Once for each ladder. */
    void release(RunningShutdown running) {
        if (!released) {
            released = true;
            running.release();
        }
    }

    /** Whether it has to be put into the queue: it is there once at the most. */
    boolean enqueue() {
        return queued.compareAndSet(false, true);
    }

    void dequeued() {
        queued.set(false);
    }
}
