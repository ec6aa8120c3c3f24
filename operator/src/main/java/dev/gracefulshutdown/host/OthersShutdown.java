package dev.gracefulshutdown.host;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerContainer;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** A shutdown that another process of this machine drives: it is waited for, and nothing is sent. For one thread. */
public final class OthersShutdown implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** A service that crashed is started again, and goes on. */
    private static final Duration SUCCESSOR_COMES = Duration.ofSeconds(10);

    private final ContainerDetails container;
    private final DockerContainer watched;
    private final Supplier<Optional<Holder>> claim;
    private final Instant startedAt = Instant.now();
    private final long begun = System.nanoTime();
    private Holder holder;
    private boolean isHeld = true;
    private long lookedAt;
    private long heldAt = begun;

    /** @param claim who has it now */
    OthersShutdown(
            ContainerDetails container, DockerContainer watched, Holder holder, Supplier<Optional<Holder>> claim) {
        this.container = container;
        this.watched = watched;
        this.holder = holder;
        this.claim = claim;
        this.lookedAt = begun;
    }

    /** Who drives it, or drove it last. */
    public Holder holder() {
        return holder;
    }

    /** Since we wait. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** The container has ended and whoever drove it has let go of it, or it is abandoned. */
    public boolean isOver() {
        look();
        return hasEnded() ? !isHeld : isAbandoned();
    }

    /** It runs, and nobody drives it any more. */
    public boolean isAbandoned() {
        return !hasEnded() && !isHeld && System.nanoTime() - heldAt > SUCCESSOR_COMES.toNanos();
    }

    private boolean hasEnded() {
        return !container.isRunning() || watched.exit().isDone();
    }

    private void look() {
        long now = System.nanoTime();
        if (now - lookedAt > LOOK_EVERY.toNanos()) {
            lookedAt = now;
            Optional<Holder> seen = claim.get();
            isHeld = seen.isPresent();
            heldAt = isHeld ? now : heldAt;
            holder = seen.orElse(holder);
        }
    }

    /** How it ended; to be asked when it has. */
    public ShutdownReport report() {
        ExitStatus exit = watched.exit()
                .exceptionally(failure -> new ExitStatus.Unknown())
                .getNow(new ExitStatus.Unknown());
        return OthersEnd.report(
                container.name(), exit, Optional.empty(), Optional.of(holder), startedAt, Instant.now());
    }

    @Override
    public void close() {
        watched.close();
    }
}
