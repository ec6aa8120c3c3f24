package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.cli.kit.LiveProgress;
import dev.gracefulshutdown.cli.kit.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** All workloads, some containers at a time. */
final class Round {
    private final Examiner examiner;
    private final int parallel;
    private final Terminal terminal;
    private int done;

    private record Begun(Workload workload, List<Future<Finding>> findings) {}

    Round(Examiner examiner, int parallel, Terminal terminal) {
        this.examiner = examiner;
        this.parallel = parallel;
        this.terminal = terminal;
    }

    List<Report.Of> of(List<Workload> workloads) {
        try (LiveProgress live = terminal.progressOnErr();
                ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
            LiveProgress.Line line = live.line();
            AtomicInteger all = new AtomicInteger();
            List<Begun> begun =
                    workloads.stream().map(w -> begin(w, threads, line, all)).toList();
            try {
                return begun.stream().map(Round::end).toList();
            } catch (RuntimeException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private Begun begin(Workload workload, ExecutorService threads, LiveProgress.Line line, AtomicInteger all) {
        List<PodView> candidates = Candidates.of(workload.pods(), Instant.now());
        List<PodView> pods = workload.pods().stream().map(PodView::new).toList();
        List<Future<Finding>> findings = new ArrayList<>();
        if (!candidates.isEmpty()) {
            candidates.getFirst().containers().forEach(container -> {
                all.incrementAndGet();
                findings.add(threads.submit((Callable<Finding>) () -> {
                    Finding found = examiner.examine(container.getName(), candidates, pods);
                    tell(line, all.get());
                    return found;
                }));
            });
        }
        return new Begun(workload, findings);
    }

    /** One at a time, so that the count never goes back. */
    private synchronized void tell(LiveProgress.Line line, int all) {
        done++;
        line.tick("looked into " + done + " of " + all + " containers");
    }

    private static Report.Of end(Begun begun) {
        List<Finding> findings = begun.findings().stream().map(Round::got).toList();
        return new Report.Of(begun.workload(), findings, PolicyText.of(begun.workload(), findings));
    }

    private static Finding got(Future<Finding> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
