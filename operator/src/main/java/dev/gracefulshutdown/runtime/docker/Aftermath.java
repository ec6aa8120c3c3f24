package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is left to do when a shutdown is over: the restart policy as it belongs, back again, or kept down. */
final class Aftermath {
    private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ENGINE_RETURNS = Duration.ofSeconds(60);
    private static final long OWN_TIMEOUT_OF_A_RESTARTING_ONE = 10;

    private final ContainerCalls calls;
    private final ContainerDetails run;
    private final Purpose purpose;

    Aftermath(ContainerCalls calls, ContainerDetails run, Purpose purpose) {
        this.calls = calls;
        this.run = run;
        this.purpose = purpose;
    }

    /**
     * An engine that is being restarted is waited for.
     *
     * @param exit done when the engine knows of the end; not done when the container lives on
     */
    void settle(EngineExit exit, Claim claim) {
        long latest = System.nanoTime() + ENGINE_RETURNS.toNanos();
        while (true) {
            try {
                settleOnce(exit, claim);
                return;
            } catch (DockerException e) {
                boolean away = e.kind() == Kind.UNREACHABLE || e.kind() == Kind.SLOW;
                if (!away || System.nanoTime() > latest || !BackOff.slept(BackOff.LONGEST)) {
                    throw e;
                }
            }
        }
    }

    private void settleOnce(EngineExit exit, Claim claim) {
        boolean ended = exit.status().isDone();
        if (run.isRestarting() && purpose != Purpose.RESTART && purpose != Purpose.SIGNAL) {
            keepDown();
        }
        claim.engineCall().filter(c -> ended).ifPresent(Aftermath::await);
        if (purpose == Purpose.STOP && !run.restartPolicy().restarts()) {
            // Nothing was taken away, and nobody but people brings it back.
            return;
        }
        Optional<ContainerDetails> now = calls.find(run.id());
        if (now.isEmpty()) {
            return;
        }
        if (claim.isLost()
                && purpose.stops()
                && now.get().isRunning()
                && !now.get().isSameRun(run)) {
            stopAgain(now.get());
        }
        restorePolicy(now.get());
        boolean comesBack = now.get().isRunning() || now.get().isRestarting();
        if (purpose == Purpose.RESTART && (ended || !run.isRunning()) && !comesBack) {
            calls.start(run.id());
        }
    }

    /** An engine that starts brings {@code always} back, whatever it was told before (moby, restartmanager.go). */
    private void stopAgain(ContainerDetails now) {
        LOG.warn("{}: was started anew by the engine's own restart, and is stopped by the engine", now.name());
        await(calls.stop(now.id(), now.stopTimeout().effective().toSeconds()));
    }

    /** A stop of one that waits to be started again cancels that and sends nothing (moby, daemon/kill.go). */
    private void keepDown() {
        if (run.restartPolicy().restarts() && calls.engine().restartPolicyUpdate()) {
            calls.update(run.id(), RestartPolicy.NO);
        }
        await(calls.stop(run.id(), OWN_TIMEOUT_OF_A_RESTARTING_ONE));
    }

    private void restorePolicy(ContainerDetails now) {
        RestartPolicy meant = purpose == Purpose.STOP_AND_STAY ? RestartPolicy.NO : run.restartPolicy();
        if (purpose.needsClaim() && !now.restartPolicy().equals(meant)) {
            calls.update(run.id(), meant);
        }
    }

    /** Whatever comes of the call: what the engine says next is what counts. */
    private static void await(Future<?> call) {
        try {
            call.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the engine's stop broke off: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
