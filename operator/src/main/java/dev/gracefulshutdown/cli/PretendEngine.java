package dev.gracefulshutdown.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** An engine that knows one container, which ends when it is asked: for the warm-up to stop. */
final class PretendEngine implements AutoCloseable {
    private static final String ID = "0123456789abcdef".repeat(4);
    /** No kernel gives this PID to anybody. */
    private static final int NOBODY = Integer.MAX_VALUE;

    private static final int LONGEST_REQUEST = 8192;

    private final Path folder;
    private final ServerSocketChannel server;
    private final CountDownLatch asked = new CountDownLatch(1);

    PretendEngine() throws IOException {
        folder = Files.createTempDirectory("graceful");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket()));
        Thread.ofVirtual().start(this::serve);
    }

    String url() {
        return "unix://" + socket();
    }

    private Path socket() {
        return folder.resolve("socket");
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> answer(client));
            }
        } catch (IOException closed) {
            // The warm-up is over.
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            ByteBuffer request = ByteBuffer.allocate(LONGEST_REQUEST);
            if (client.read(request) > 0) {
                String line = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
                client.write(ByteBuffer.wrap(response(line).getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (IOException gone) {
            // Whoever asked has left.
        }
    }

    private String response(String request) {
        String path = request.split(" ", -1)[1].replaceFirst("\\?.*", "");
        if (path.endsWith("/version")) {
            return ok("{\"ApiVersion\":\"1.41\",\"Version\":\"20\",\"Components\":[]}");
        }
        if (path.endsWith("/info")) {
            // One of its own for each process: two that warm up at once must not wait for each other's claim.
            return ok("{\"ID\":\"warm-up-%d\",\"Name\":\"warm-up\"}"
                    .formatted(ProcessHandle.current().pid()));
        }
        if (path.endsWith("/containers/json")) {
            return ok("[]");
        }
        if (path.endsWith("/json")) {
            boolean runs = asked.getCount() > 0;
            return ok(container(runs ? "running" : "exited", runs ? NOBODY : 0));
        }
        if (path.endsWith("/stop")) {
            asked.countDown();
            return "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        }
        if (path.endsWith("/wait")) {
            untilAsked();
            return ok("{\"StatusCode\":0}");
        }
        return "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
    }

    private static String container(String status, int pid) {
        return """
                {"Id":"%s","Name":"/warm-up","State":{"Status":"%s","Pid":%d,"StartedAt":"2025-01-01T00:00:00Z"},
                "Config":{"Labels":{"a":"b"}},"HostConfig":{"RestartPolicy":{"Name":"no"}}}""".formatted(ID, status, pid);
    }

    private void untilAsked() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String ok(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + json.length() + "\r\n\r\n" + json;
    }

    @Override
    public void close() {
        asked.countDown();
        try {
            server.close();
            Files.deleteIfExists(socket());
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
