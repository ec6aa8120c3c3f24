package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.SendResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One process, held by a pidfd until its exit was seen or it is let go. Its descriptor is closed under the same lock under
 * which it is used: the number may be somebody else's right after.
 */
final class Held implements AutoCloseable {
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private @Nullable Pidfd pidfd;

    Held(Pidfd pidfd) {
        this.pidfd = pidfd;
    }

    private Held() {
        exit.complete(new ExitStatus.Unknown());
    }

    /** One that is gone already. */
    static Held nobody() {
        return new Held();
    }

    /** Completes when the process is gone; what depends on it runs on the watcher's thread and must be short. */
    CompletableFuture<ExitStatus> exit() {
        return exit;
    }

    /** As {@link Pidfd#send}; GONE also when it was let go. */
    synchronized SendResult send(Signal signal) {
        return pidfd == null ? SendResult.GONE : pidfd.send(signal);
    }

    /** As {@link Pidfd#exitStatus}; Unknown when it was let go. */
    synchronized Optional<ExitStatus> exitStatus() {
        return pidfd == null ? Optional.of(new ExitStatus.Unknown()) : pidfd.exitStatus();
    }

    /** Closes the descriptor, once, after it was taken out of wherever it is registered. */
    synchronized void release(IntConsumer unregister) {
        if (pidfd != null) {
            unregister.accept(pidfd.fd());
            pidfd.close();
            pidfd = null;
        }
    }

    /** Lets go of it: its exit is not waited for any more. */
    @Override
    public void close() {
        exit.cancel(false);
    }
}
