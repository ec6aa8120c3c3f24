package dev.gracefulshutdown.operator.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the API server calls. A question that can't be answered, for a fault of ours too, is answered by an HTTP error: the
 * configuration's {@code failurePolicy} decides then.
 */
final class AdmissionServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionServer.class);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FAILED = 500;

    /** The API server's own limit for objects is 3 MiB; a review of an update has two. */
    private static final int LARGEST = 8 << 20;

    private static final int BACKLOG = 1024;
    private static final int LAST_ANSWERS_SECONDS = 2;

    private final HttpsServer server;
    private final MeterRegistry metrics;

    /**
     * Listens.
     *
     * @param webhooks by path
     * @throws IOException when the port is taken
     */
    AdmissionServer(int port, SSLContext tls, Map<String, Webhook> webhooks, MeterRegistry metrics) throws IOException {
        this.metrics = metrics;
        server = HttpsServer.create(new InetSocketAddress(port), BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("admission-", 0).factory()));
        webhooks.forEach((path, webhook) -> server.createContext(path, exchange -> answer(exchange, path, webhook)));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, String path, Webhook webhook) throws IOException {
        long began = System.nanoTime();
        String result = "failed";
        try (exchange) {
            result = answer(exchange, webhook);
        } finally {
            Timer.builder("graceful.admission")
                    .description("How long the API server waits for an answer.")
                    .tags("webhook", path, "result", result)
                    .register(metrics)
                    .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    private static String answer(HttpExchange exchange, Webhook webhook) throws IOException {
        try {
            Request request = Request.of(Reviews.read(exchange.getRequestBody().readNBytes(LARGEST)));
            Verdict verdict = webhook.review(request);
            send(exchange, Reviews.answer(request.uid(), verdict));
            return verdict.getClass().getSimpleName();
        } catch (JsonProcessingException | UnreadableException e) {
            exchange.sendResponseHeaders(BAD_REQUEST, -1);
            return "unreadable";
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("webhook", exchange.getRequestURI().getPath())
                    .setCause(e)
                    .log("could not answer the API server");
            exchange.sendResponseHeaders(FAILED, -1);
            return "failed";
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(OK, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Ends when the questions under way are answered. */
    @Override
    public void close() {
        server.stop(LAST_ANSWERS_SECONDS);
    }
}
