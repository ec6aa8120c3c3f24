package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.runtime.docker.EngineClient.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How one run of a container ended, by its engine: from {@code wait}, or {@code inspect} where the engine was away in the
 * meantime; never from an event, whose exit code a label may overwrite (moby, daemon/events.go).
 */
final class EngineExit implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /** The engine tears down what is gone, one container after another; longer than that waits who missed the end. */
    private static final Duration TEARS_DOWN = Duration.ofSeconds(5);

    private static final Object NOTHING_YET = new Object();

    private final ContainerCalls calls;
    private final ContainerDetails run;
    private final CompletableFuture<ExitStatus> status = new CompletableFuture<>();
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile boolean outOfMemory;

    EngineExit(ContainerCalls calls, ContainerDetails run) {
        this.calls = calls;
        this.run = run;
    }

    /** Subscribes, if it hasn't. */
    EngineExit watch() {
        if (watching.compareAndSet(false, true)) {
            aside(() -> waitForIt(Duration.ZERO));
        }
        return this;
    }

    /**
     * Asks, unless it has subscribed: for the end of a process that is seen to be gone.
     *
     * @param ending the call that is answered once the engine knows of the end, if there is one
     */
    void ask(Optional<CompletableFuture<Answer>> ending) {
        if (watching.compareAndSet(false, true)) {
            ending.ifPresentOrElse(
                    call -> call.whenComplete((answer, failure) -> aside(this::lookOrWait)),
                    () -> aside(() -> waitForIt(TEARS_DOWN)));
        }
    }

    private void aside(Runnable work) {
        calls.client().run(EngineCall.get(ContainerCalls.object(run.id()), ""), work);
    }

    private void lookOrWait() {
        try {
            if (settled(calls.find(run.id()))) {
                return;
            }
        } catch (DockerException e) {
            // The engine went away: it is waited for.
        }
        waitForIt(Duration.ZERO);
    }

    CompletableFuture<ExitStatus> status() {
        return status;
    }

    /** The engine's flag: some process of the container, in this run. Known after an end by SIGKILL. */
    boolean outOfMemory() {
        return outOfMemory;
    }

    /** @param lookAfter how long the answer may take before the container is looked at */
    private void waitForIt(Duration lookAfter) {
        BackOff backOff = new BackOff();
        Duration patience = calls.engine().exactWait() ? lookAfter : Duration.ZERO;
        while (!status.isDone()) {
            try {
                waitOnce(patience);
                patience = Duration.ZERO;
                if (!status.isDone() && !backOff.pause()) {
                    return;
                }
            } catch (DockerException | CompletionException e) {
                patience = Duration.ZERO;
                // The engine is away, or restarts: what happened meanwhile stands in the container's state.
                if (!backOff.pause()) {
                    return;
                }
            }
        }
    }

    private void waitOnce(Duration lookAfter) {
        // The call first, then the look: an end between the two is seen by one of them.
        CompletableFuture<Answer> over = calls.whenNotRunning(run.id());
        CompletableFuture<Void> closed = status.handle((s, e) -> null);
        try {
            boolean looks = lookAfter.isZero();
            if (looks && settled(calls.find(run.id()))) {
                return;
            }
            CompletableFuture<Object> either = CompletableFuture.anyOf(over, closed);
            if (!looks) {
                either.completeOnTimeout(NOTHING_YET, lookAfter.toMillis(), TimeUnit.MILLISECONDS);
            } else if (!calls.engine().exactWait()) {
                // Its answer is no more than a reason to look again.
                either.completeOnTimeout(NOTHING_YET, LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
            Object first = either.join();
            if (!status.isDone() && calls.engine().exactWait() && first != NOTHING_YET) {
                JsonNode code = over.join().json().path("StatusCode");
                ExitStatus told = code.isNumber() ? ExitStatus.ofEngineCode(code.asInt()) : new ExitStatus.Unknown();
                outOfMemory = told.isSigkill() && isOutOfMemory();
                status.complete(told);
            }
        } finally {
            over.cancel(true);
        }
    }

    private boolean isOutOfMemory() {
        return calls.find(run.id())
                .filter(run::isSameRun)
                .map(ContainerDetails::oomKilled)
                .orElse(false);
    }

    private boolean settled(Optional<ContainerDetails> now) {
        if (now.isEmpty() || !run.isSameRun(now.get())) {
            return status.complete(new ExitStatus.Unknown());
        }
        if (now.get().isRunning()) {
            return false;
        }
        outOfMemory = now.get().oomKilled();
        return status.complete(ExitStatus.ofEngineCode(now.get().exitCode()));
    }

    @Override
    public void close() {
        status.cancel(false);
    }
}
