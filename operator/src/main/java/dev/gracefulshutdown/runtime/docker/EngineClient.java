package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to one engine. Every call has a thread of its own: a Unix socket knows no time limit for reading, but an interrupt
 * closes it. Platform threads: one virtual thread that waits for a socket leaves a poller in the kernel, and at its end the JVM
 * gives every thread that is there 0.3 s (HotSpot, vmOperations.cpp).
 */
final class EngineClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final DockerHttpClient http;
    private final EngineErrors errors;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("engine-", 0).daemon().factory());
    private final String version;

    /**
     * One answer.
     *
     * @param json missing where there was no body
     */
    record Answer(int status, JsonNode json) {}

    EngineClient(DockerEndpoint endpoint) {
        this(transport(endpoint), new EngineErrors(endpoint), "");
    }

    private EngineClient(DockerHttpClient http, EngineErrors errors, String version) {
        this.http = http;
        this.errors = errors;
        this.version = version;
    }

    private static DockerHttpClient transport(DockerEndpoint endpoint) {
        ZerodepDockerHttpClient.Builder builder = new ZerodepDockerHttpClient.Builder()
                .dockerHost(endpoint.url())
                .maxConnections(Integer.MAX_VALUE)
                .connectionTimeout(CONNECT);
        if ("unix".equals(endpoint.url().getScheme())) {
            builder.sslConfig(new NoTls());
        }
        endpoint.tls().ifPresent(files -> builder.sslConfig(new Tls(files)));
        return builder.build();
    }

    /** The same engine, spoken to in this version of the API. */
    EngineClient speaking(String apiVersion) {
        return new EngineClient(http, errors, apiVersion);
    }

    EngineErrors errors() {
        return errors;
    }

    /** @throws DockerException for no answer within the limit, and for every status from 400 */
    Answer call(EngineCall call, Duration limit) {
        return inTime(call, limit, () -> answer(call));
    }

    /** The head within the limit; the body is read for as long as it comes. */
    Response open(EngineCall call, Duration limit) {
        return inTime(call, limit, () -> response(call));
    }

    /** The whole answer within the limit, read as it is meant. */
    <T> T within(EngineCall call, Duration limit, Reader<T> reader) {
        return inTime(call, limit, () -> {
            try (Response response = response(call)) {
                return reader.read(response);
            }
        });
    }

    /** Reads what is no JSON. */
    interface Reader<T> {
        T read(Response response) throws IOException;
    }

    /** Without any limit: for calls that last as long as a container. */
    CompletableFuture<Answer> start(EngineCall call) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Future<?> work = submit(call, () -> {
            try {
                answer.complete(answer(call));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
            return null;
        });
        var _ = answer.whenComplete((a, e) -> {
            if (answer.isCancelled()) {
                work.cancel(true);
            }
        });
        return answer;
    }

    /** Work of our own beside the calls, which ends with them. */
    void run(EngineCall about, Runnable work) {
        var _ = submit(about, () -> {
            work.run();
            return null;
        });
    }

    private <T> Future<T> submit(EngineCall about, Callable<T> work) {
        try {
            return threads.submit(work);
        } catch (RejectedExecutionException e) {
            throw errors.closed(about).because(e);
        }
    }

    private <T> T inTime(EngineCall call, Duration limit, Callable<T> work) {
        Future<T> future = submit(call, work);
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw errors.slow(call, limit).because(e);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw errors.closed(call).because(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DockerException known) {
                throw known;
            }
            throw errors.broken(e);
        }
    }

    private Answer answer(EngineCall call) {
        try (Response response = response(call)) {
            byte[] body = response.getBody().readAllBytes();
            return new Answer(response.getStatusCode(), body.length == 0 ? Json.MAPPER.missingNode() : Json.read(body));
        } catch (JsonProcessingException e) {
            throw errors.unreadable(call, e);
        } catch (IOException e) {
            throw errors.broken(e);
        }
    }

    private Response response(EngineCall call) {
        Response response;
        try {
            response = http.execute(call.toRequest(version));
        } catch (RuntimeException e) {
            throw errors.broken(e);
        }
        if (response.getStatusCode() < 400) {
            return response;
        }
        try (response) {
            throw errors.status(call, response.getStatusCode(), said(response));
        }
    }

    /** Proxies answer in HTML. */
    private static JsonNode said(Response response) {
        try {
            return Json.read(response.getBody().readAllBytes());
        } catch (IOException e) {
            return Json.MAPPER.missingNode();
        }
    }

    boolean isClosed() {
        return threads.isShutdown();
    }

    /** Ends what is under way; an engine that was asked to stop a container goes on with it. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
