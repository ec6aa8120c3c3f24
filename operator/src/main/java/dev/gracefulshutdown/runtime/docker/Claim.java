package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.runtime.SendResult;
import dev.gracefulshutdown.runtime.docker.ContainerDetails.State;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import dev.gracefulshutdown.runtime.docker.EngineClient.Answer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an engine is told that a container is being stopped, so that its restart policy does not undo it. What cancels a
 * restart is decided in moby's daemon/kill.go: a signal through the API that equals the container's own stop signal, or any
 * where it has none of its own, or KILL. So the step that equals the effective stop signal goes by {@code stop}, with a
 * time beyond the ladder's end, and the engine is our backstop; before any other the restart policy is set to {@code no}.
 * Where there is no restart policy nothing needs to be claimed.
 * Never two stops: each sends its signal again.
 */
final class Claim {
    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);

    /** So much later than our own SIGKILL comes the engine's. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final long FOR_EVER = -1;

    private final ContainerCalls calls;
    private final ContainerDetails run;
    private final Purpose purpose;
    private final Ladder ladder;
    private boolean stopCalled;
    private boolean secured;
    private boolean resumed;
    private boolean lost;
    private @Nullable CompletableFuture<Answer> engineCall;

    /** @param again for a shutdown that an earlier life of ours began: its stop is not repeated */
    Claim(ContainerCalls calls, ContainerDetails run, Purpose purpose, Ladder ladder, boolean again) {
        this.calls = calls;
        this.run = run;
        this.purpose = purpose;
        this.ladder = ladder;
        this.stopCalled = again || purpose == Purpose.JOIN;
    }

    /**
     * Sends to the main process. What goes by {@code stop} or {@code restart} counts as delivered once the call is under way:
     * it is answered at the container's end, and only the engine's event of the signal would tell when it was sent, for which
     * we'd have to follow all events. The engine takes calls as they come, so one of somebody else's right after it may be
     * carried out before it; none of ours is, for a step later waits until its time.
     */
    synchronized SendResult send(Signal signal) {
        if (purpose == Purpose.JOIN && signal.equals(run.stopSignal().effective())) {
            // Whoever runs the stop has sent it; many programs take a second one for "now, at once".
            return SendResult.DELIVERED;
        }
        wakeUp();
        if (!stopCalled && signal.equals(run.stopSignal().effective())) {
            if (purpose.stops()) {
                return stop(signal);
            }
            if (purpose == Purpose.RESTART && !secured) {
                return restart(seconds(signal), Optional.of(signal));
            }
        }
        secure(signal);
        return kill(signal);
    }

    /** Before a signal that doesn't go through the engine. */
    synchronized void secure() {
        wakeUp();
        secure(run.stopSignal().effective());
    }

    private void secure(Signal signal) {
        if (secured || !purpose.needsClaim()) {
            return;
        }
        if (run.restartPolicy().restarts() && calls.engine().restartPolicyUpdate()) {
            calls.update(run.id(), RestartPolicy.NO);
        } else if (run.restartPolicy().restarts() && purpose.stops() && !stopCalled) {
            // The only claim there is; its signal is the ladder's first one, or the ladder would have been refused.
            var _ = stop(signal);
            untilTaken();
        }
        // Its end deletes it, unless the engine restarts it (moby, daemon/restart.go).
        if (purpose == Purpose.RESTART && run.autoRemove() && !stopCalled) {
            var _ = restart(seconds(signal), Optional.of(signal));
        }
        secured = true;
    }

    /** An end before that would be one of its own, and undone. */
    private void untilTaken() {
        BackOff backOff = new BackOff();
        long latest = System.nanoTime() + MARGIN.toNanos();
        while (calls.find(run.id())
                        .filter(now -> now.isSameRun(run) && now.state() == State.RUNNING)
                        .isPresent()
                && System.nanoTime() < latest
                && backOff.pause()) {
            LOG.debug("{}: its stop has not begun yet", run.name());
        }
    }

    /** A frozen process keeps a signal until somebody thaws it, days later. */
    private void wakeUp() {
        if (run.isPaused() && !resumed) {
            try {
                calls.unpause(run.id());
            } catch (DockerException e) {
                if (e.kind() != Kind.CONFLICT && e.kind() != Kind.FAILED) {
                    throw e;
                }
                LOG.debug("{}: was resumed by somebody else: {}", run.name(), e.what());
            }
            resumed = true;
        }
    }

    private SendResult stop(Signal signal) {
        stopCalled = true;
        secured = true;
        long seconds = ladder.onDeadline() == OnDeadline.HOLD ? FOR_EVER : seconds(signal);
        engineCall = reported(calls.stop(run.id(), seconds));
        return SendResult.DELIVERED;
    }

    private SendResult restart(long seconds, Optional<Signal> signal) {
        stopCalled = true;
        secured = true;
        engineCall = reported(calls.restart(run.id(), seconds, signal));
        return SendResult.DELIVERED;
    }

    private CompletableFuture<Answer> reported(CompletableFuture<Answer> call) {
        var _ = call.exceptionally(failure -> {
            lost(failure);
            return null;
        });
        return call;
    }

    /** The engine went away: it has forgotten the stop, which is not repeated; what comes next claims by the policy. */
    private synchronized void lost(Throwable failure) {
        boolean gone = failure instanceof DockerException e && e.kind() == Kind.NOT_FOUND;
        if (gone || calls.client().isClosed() || isOurOwnDoing(failure)) {
            return;
        }
        LOG.warn("{}: the engine's stop broke off: {}", run.name(), failure.getMessage());
        secured = false;
        lost = true;
    }

    /** Only we interrupt the call, when we let go of the engine, which goes on with it. */
    private static boolean isOurOwnDoing(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(ClosedByInterruptException.class::isInstance);
    }

    /** The engine was restarted while it was to stop the container, and its restart policy may have brought it back. */
    synchronized boolean isLost() {
        return lost;
    }

    /** Rounded up: a 0 would be SIGKILL at once. */
    private long seconds(Signal signal) {
        Duration begun = ladder.steps().stream()
                .filter(s -> s.signal().equals(signal))
                .map(Step::at)
                .findFirst()
                .orElse(Duration.ZERO);
        Duration rest =
                ladder.gracePeriod().plus(ladder.maxExtension()).minus(begun).plus(MARGIN);
        return rest.plusNanos(999_999_999).toSeconds();
    }

    private SendResult kill(Signal signal) {
        try {
            calls.kill(run.id(), signal);
            return SendResult.DELIVERED;
        } catch (DockerException e) {
            // 20.10 answers 500 for some that ended just now; whoever asked looks at the process again.
            if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.CONFLICT) {
                return SendResult.GONE;
            }
            throw e;
        }
    }

    /** SIGKILL to the main process; the engine waits until it has seen the end. */
    SendResult killNow() {
        synchronized (this) {
            if (purpose == Purpose.RESTART && run.autoRemove() && !stopCalled) {
                return restart(0, Optional.empty());
            }
        }
        return kill(Signal.KILL);
    }

    /** Whether its end is its end, whoever ends it: the engine does not start it again, nor delete what is to come back. */
    synchronized boolean holds() {
        return (standsByItself() && purpose != Purpose.RESTART) || (engineCall != null && !lost);
    }

    /** Nothing would undo the stop, so the engine need not be told of it. */
    boolean isNeedless() {
        return standsByItself() && purpose.stops();
    }

    private boolean standsByItself() {
        return !run.restartPolicy().restarts();
    }

    /** The engine's own stop or restart, if we called one. */
    synchronized Optional<CompletableFuture<Answer>> engineCall() {
        return Optional.ofNullable(engineCall);
    }
}
