package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.Baselines;
import dev.gracefulshutdown.shutdown.Journal;
import dev.gracefulshutdown.shutdown.JournalEntry;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The ladders on this node's containers: one at the most for each run of a container. */
final class Ladders {
    private final LinuxNode node;
    private final ShutdownRunner runner;
    private final Journal journal;
    private final Baselines baselines;
    private final LateExits lateExits;
    private final BiConsumer<Subject, ShutdownReport> listener;
    private final Map<String, Subject> subjects = new ConcurrentHashMap<>();

    /** @param listener told of every change, never on the caller's thread */
    Ladders(
            LinuxNode node,
            ShutdownRunner runner,
            Journal journal,
            Baselines baselines,
            LateExits lateExits,
            BiConsumer<Subject, ShutdownReport> listener) {
        this.node = node;
        this.runner = runner;
        this.journal = journal;
        this.baselines = baselines;
        this.lateExits = lateExits;
        this.listener = listener;
    }

    /** Whether a ladder runs on that container. */
    boolean isRunning(String containerId) {
        return running(containerId).isPresent();
    }

    /** The ladder that runs on that container. */
    Optional<RunningShutdown> running(String containerId) {
        return runner.running().entrySet().stream()
                .filter(it -> it.getKey().endsWith("/" + containerId))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Those whose record has this key. */
    List<RunningShutdown> of(String key) {
        Map<String, RunningShutdown> running = runner.running();
        return subjects.values().stream()
                .filter(subject -> subject.key().equals(key))
                .flatMap(subject -> Stream.ofNullable(running.get(subject.id())))
                .toList();
    }

    /** Those that carry out a request. */
    List<Subject> requested() {
        return subjects.values().stream()
                .filter(subject -> subject.request().isPresent())
                .toList();
    }

    /** How many hold SIGKILL back. */
    long held() {
        return runner.running().values().stream()
                .filter(it -> it.report().outcome().equals(Optional.of(Outcome.HELD)))
                .count();
    }

    /** Whether the container has a process on this node. */
    boolean isHere(String containerId) {
        return node.isHere(containerId);
    }

    /**
     * Begins, or joins the ladder that runs: the kubelet asks again when it was restarted.
     *
     * @return empty when the container has no process any more
     */
    Optional<RunningShutdown> start(Subject subject, Ladder ladder) {
        return node.container(subject.containerId())
                .map(container -> runner.start(
                        subject.id(),
                        noted(subject, container),
                        ladder,
                        baselines.take(subject.containerId()),
                        listener(subject)));
    }

    /**
     * Joins the kubelet's own stop.
     *
     * @param sent what the kubelet's runtime sends to the main process
     */
    Optional<RunningShutdown> join(Subject subject, Ladder ladder, Signal sent) {
        Optional<RunningShutdown> running = running(subject.containerId());
        if (running.isPresent()) {
            running.get().sentByOther(sent);
            return running;
        }
        return node.container(subject.containerId())
                .map(container -> runner.join(
                        subject.id(),
                        noted(subject, container),
                        ladder,
                        baselines.take(subject.containerId()),
                        sent,
                        listener(subject)));
    }

    private Consumer<ShutdownReport> listener(Subject subject) {
        subjects.putIfAbsent(subject.id(), subject);
        return report -> {
            if (report.finished()) {
                Optional.ofNullable(runner.running().get(subject.id()))
                        .ifPresent(it -> lateExits.over(subject, it, report));
                subjects.remove(subject.id());
            }
            listener.accept(subject, report);
        };
    }

    /** Completes when the container's main process is gone. */
    CompletableFuture<ExitStatus> gone(String containerId) {
        Optional<Container> found = node.container(containerId);
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(new ExitStatus.Unknown());
        }
        Container container = found.get();
        return container.exit().whenComplete((status, failure) -> container.close());
    }

    /** Goes on with what an earlier life of ours had begun; what is over by now is put down as such. */
    void resumeAll() {
        journal.unfinished().forEach(this::resume);
    }

    private void resume(JournalEntry entry) {
        Optional<Subject> subject = Subject.of(entry.container().containerId(), entry.notes());
        if (subject.isEmpty() || !node.isOfThisBoot(entry.container())) {
            // Nobody's, or of an earlier boot, on whose clock nothing can be told.
            var _ = runner.abandon(entry);
            return;
        }
        Container container = node.again(entry.container()).orElseGet(() -> new GoneContainer(entry.container()));
        var _ = runner.resume(entry, noted(subject.get(), container), listener(subject.get()));
    }

    private static Container noted(Subject subject, Container container) {
        return new NotedContainer(container, subject.notes());
    }
}
