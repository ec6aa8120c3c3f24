package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.handover.InPlace;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of shutdowns, each written once.
 *
 * <ol>
 *   <li>What a container's ladder came to is on the node's disk before anything else is done with it.
 *   <li>A pod's record is sent when none of its ladders runs any more, and forgotten here when the API server has it: its
 *       name follows from the pod and the runs of its containers, so sending it again is sending the same.
 *   <li>One that is held is shown at once besides, for somebody has to release it; so is what becomes of a request.
 *   <li>One thread writes to the disk, and never waits for the API server. Another one sends, one record after the other:
 *       many hundred pods that end at once are many hundred records later.
 * </ol>
 */
final class Records implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);

    /** Other containers of the pod may follow. */
    private static final Duration QUIET = Duration.ofMillis(500);

    /** The kubelet tells within seconds that a pod was ended as a whole, and not one container of it by a probe. */
    private static final Duration STATUS_LAG = Duration.ofSeconds(3);

    /** The kubelet tells within some seconds how a container ended. */
    private static final Duration LATE_LOOK = Duration.ofMillis(250);

    private static final int LATE_LOOKS = 60;

    /** Steps that come together are shown together. */
    private static final Duration SOON = Duration.ofMillis(100);

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final RecordFiles files;
    private final RecordSender sender;
    private final String node;
    private final Function<String, Optional<Pod>> podByUid;
    private final Map<String, Draft> drafts = new HashMap<>();
    private final LateExits lateExits;
    private final Set<String> showing = new HashSet<>();
    private final Set<String> heldBefore = new HashSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("records").daemon().factory());
    private final ScheduledExecutorService sending = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("records-sending").daemon().factory());

    Records(
            RecordFiles files,
            RecordSender sender,
            String node,
            Function<String, Optional<Pod>> podByUid,
            LateExits lateExits) {
        this.lateExits = lateExits;
        this.files = files;
        this.sender = sender;
        this.node = node;
        this.podByUid = podByUid;
    }

    /** Takes up what an earlier life of ours had not sent; to be called after its ladders were taken up. */
    void resume() {
        execute(() -> files.all().forEach(written -> {
            // What is left of a request that is not over is looked after once the request itself is seen.
            boolean unfinished = InPlace.isRequested(written) && InPlace.phase(written) != Phase.FINISHED;
            if (!drafts.containsKey(RecordFiles.key(written)) && !unfinished) {
                send(written);
            }
        }));
    }

    /**
     * Takes a request: from here on its record is kept.
     *
     * @param taken as it begins, with the version in which the request was seen
     * @return false when it was withdrawn or changed meanwhile
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when it can't be told whether it was taken
     */
    boolean take(Shutdown taken) {
        boolean written = ask(() -> {
                    write(taken);
                    return true;
                })
                .orElse(false);
        if (written && sender.take(taken)) {
            return true;
        }
        execute(() -> files.remove(taken));
        return false;
    }

    /** The containers of a request that was taken, of which nothing is known. */
    List<String> awaited(Subject any) {
        return ask(() -> draft(any).awaited()).orElse(List.of());
    }

    /** What became of a container of a request that gets no ladder. */
    void noLadder(Subject any, ContainerRecord record) {
        execute(() -> {
            Draft draft = draft(any);
            draft.add(record);
            write(draft.toResource());
            finish(any.key());
        });
    }

    private void execute(Runnable task) {
        thread.execute(safely(task));
    }

    /** A fault of ours is said, and ends no other record. */
    private static Runnable safely(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a record could not be kept");
            }
        };
    }

    private <T> Optional<T> ask(Callable<T> question) {
        try {
            return Optional.of(thread.submit(question).get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | RejectedExecutionException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("a request could not be looked at");
            return Optional.empty();
        }
    }

    private Draft draft(Subject subject) {
        return drafts.computeIfAbsent(subject.key(), key -> begin(subject));
    }

    /** A ladder's news. What it came to is on the disk when this returns: the journal forgets it then. */
    void heard(Subject subject, ShutdownReport report) {
        try {
            Future<?> added = thread.submit(() -> add(subject, report));
            if (report.finished()) {
                added.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(Subject subject, ShutdownReport report) {
        Draft draft = draft(subject);
        draft.add(subject.container(), report);
        because(draft, subject);
        boolean held = report.outcome().equals(Optional.of(Outcome.HELD));
        if (held && heldBefore.add(report.id())) {
            LOG.atWarn()
                    .addKeyValue("namespace", subject.namespace())
                    .addKeyValue("pod", subject.pod())
                    .addKeyValue("container", subject.container())
                    .addKeyValue("shutdown", subject.record())
                    .log("SIGKILL is held back; spec.release of the Shutdown ends it");
        }
        if (report.finished()) {
            heldBefore.remove(report.id());
            if (lateExits.isAwaited(subject)) {
                draft.late(subject.container(), true);
                later(subject, LATE_LOOKS);
            }
            write(draft.toResource());
            var _ = thread.schedule(
                    safely(() -> finish(subject, draft)), quiet(draft).toMillis(), TimeUnit.MILLISECONDS);
        } else if (held) {
            write(draft.toResource());
            showSoon(draft);
        } else if (draft.isRequest() && showing.add(subject.key())) {
            var _ = thread.schedule(safely(() -> show(subject.key())), SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static Duration quiet(Draft draft) {
        if (draft.isRequest()) {
            return Duration.ZERO;
        }
        return draft.looksLikeAProbe() ? STATUS_LAG : QUIET;
    }

    private void finish(Subject subject, Draft draft) {
        because(draft, subject);
        finish(subject.key());
    }

    private void because(Draft draft, Subject subject) {
        podByUid.apply(subject.podUid()).ifPresent(pod -> draft.because(Causes.of(pod)));
    }

    private void later(Subject subject, int looks) {
        var _ = thread.schedule(safely(() -> late(subject, looks)), LATE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void late(Subject subject, int looks) {
        podByUid.apply(subject.podUid()).ifPresent(lateExits::seen);
        Optional<ShutdownReport> told = lateExits.told(subject);
        if (told.isEmpty() && looks > 1) {
            later(subject, looks - 1);
            return;
        }
        lateExits.forget(subject);
        Draft draft = draft(subject);
        told.ifPresent(report -> draft.add(subject.container(), report));
        draft.late(subject.container(), false);
        write(draft.toResource());
        finish(subject.key());
    }

    private void showSoon(Draft draft) {
        Shutdown now = draft.toResource();
        sending.execute(() -> sender.show(now));
    }

    private void show(String key) {
        showing.remove(key);
        Draft draft = drafts.get(key);
        if (draft != null && !draft.isOver()) {
            showSoon(draft);
        }
    }

    private Draft begin(Subject subject) {
        Draft draft = new Draft(subject, node);
        files.read(subject.key()).ifPresent(draft::addEarlier);
        return draft;
    }

    private void write(Shutdown record) {
        try {
            files.write(record);
        } catch (IOException e) {
            LOG.atError().setCause(e).log("a record can't be kept on the node; it is sent, and lost if we end before");
        }
    }

    private void finish(String key) {
        Draft draft = drafts.get(key);
        if (draft != null && draft.isFinished()) {
            drafts.remove(key);
            send(draft.toResource());
        }
    }

    private void send(Shutdown record) {
        sending.execute(safely(() -> trySending(record)));
    }

    private void trySending(Shutdown record) {
        if (sender.send(record)) {
            execute(() -> files.remove(record));
        } else {
            var _ = sending.schedule(safely(() -> trySending(record)), RETRY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What is not sent stays on the disk, for the next start. */
    @Override
    public void close() {
        sending.shutdownNow();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
