package dev.gracefulshutdown.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gracefulshutdown.handover.HandOver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the kubelet's calls, on the node's loopback alone. The kubelet waits for the answer before it sends a signal of
 * its own, so it comes when the container is gone; whatever we can't do is answered at once, and plain Kubernetes goes on.
 */
final class HookServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HookServer.class);
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int FAILED = 500;
    private static final int REHEARSALS = 30;

    /** Carries out a hand-over. */
    interface Handler {
        /**
         * Returns when the container is gone, or at once when it is none of our business.
         *
         * @return false for a handle of nobody's
         */
        boolean handOver(HandOver.Call call);
    }

    private final HttpServer server;
    private final Peers peers = new Peers(Path.of("/proc"));
    private final Handler handler;

    /** @throws IOException when the port is taken */
    HookServer(int port, Handler handler) throws IOException {
        this.handler = handler;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HandOver.HOST), port), 1024);
        server.setExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("hook-", 0).factory()));
        server.createContext(HandOver.PREFIX, this::answer);
    }

    void start() {
        server.start();
    }

    /** Calls itself as the kubelet does, about nobody's pod: the JVM loads and compiles what answers at its first uses. */
    void rehearse() {
        byte[] request = ("GET " + HandOver.PREFIX
                        + "rehearsal HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try {
            for (int i = 0; i < REHEARSALS; i++) {
                try (Socket call = new Socket(HandOver.HOST, port())) {
                    call.getOutputStream().write(request);
                    call.getInputStream().readAllBytes();
                }
            }
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("error", e.toString()).log("not rehearsed: first calls take longer");
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!peers.isRoot(exchange.getRemoteAddress(), exchange.getLocalAddress())) {
                LOG.atWarn()
                        .addKeyValue("peer", exchange.getRemoteAddress())
                        .log("a call that was not root's: refused");
                exchange.sendResponseHeaders(FORBIDDEN, -1);
                return;
            }
            exchange.sendResponseHeaders(status(exchange.getRequestURI().getPath()), -1);
        }
    }

    private int status(String path) {
        try {
            return HandOver.parse(path).filter(handler::handOver).isPresent() ? OK : NOT_FOUND;
        } catch (RuntimeException e) {
            // The kubelet goes on by itself when it is told so.
            LOG.atError().setCause(e).log("a hand-over failed; the kubelet goes on by itself");
            return FAILED;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
