package dev.gracefulshutdown.probes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** What the kubelet and Prometheus ask for: {@code /livez}, {@code /readyz} and {@code /metrics}. */
public final class Endpoints implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final int THREADS = 2;

    private final HttpServer server;

    /** Of their own: whoever is busy is alive all the same. */
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("probes-", 0).factory());

    /**
     * Listens.
     *
     * @param alive what is wrong with us, so that a new start would help
     * @param ready why nothing should be asked of us
     * @throws IOException when the port is taken
     */
    public Endpoints(
            int port,
            Supplier<Optional<String>> alive,
            Supplier<Optional<String>> ready,
            PrometheusMeterRegistry metrics)
            throws IOException {
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(threads);
        server.createContext("/livez", exchange -> probe(exchange, alive.get()));
        server.createContext("/readyz", exchange -> probe(exchange, ready.get()));
        server.createContext(
                "/metrics", exchange -> answer(exchange, OK, "text/plain; version=0.0.4", metrics.scrape()));
        server.start();
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void probe(HttpExchange exchange, Optional<String> trouble) throws IOException {
        answer(exchange, trouble.isPresent() ? UNAVAILABLE : OK, "text/plain", trouble.orElse("ok") + "\n");
    }

    private static void answer(HttpExchange exchange, int code, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, body.length);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
