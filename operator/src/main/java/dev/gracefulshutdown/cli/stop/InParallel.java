package dev.gracefulshutdown.cli.stop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The same question about many containers, in the order of the answers' owners. */
final class InParallel {
    /** So many that an engine far away is not waited for again and again, and each has a connection that serves for more. */
    private static final int THREADS = 8;

    private InParallel() {}

    static <T, R> List<R> map(List<T> values, Function<T, R> question) {
        if (values.size() == 1) {
            return List.of(question.apply(values.getFirst()));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().daemon().factory())) {
            List<CompletableFuture<R>> answers = values.stream()
                    .map(value -> CompletableFuture.supplyAsync(() -> question.apply(value), threads))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
