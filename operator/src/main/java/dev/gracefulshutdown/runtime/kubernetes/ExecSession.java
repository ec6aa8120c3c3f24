package dev.gracefulshutdown.runtime.kubernetes;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * What one exec sends back: messages whose first byte is the stream, 1 standard output, 2 standard error, 3 how it ended
 * (v4.channel.k8s.io, k8s.io/apimachinery/pkg/util/remotecommand).
 */
final class ExecSession implements WebSocket.Listener {
    private static final int OUTPUT = 1;
    private static final int END = 3;

    /** What is beyond is dropped: nothing that we ask for is that long, unless somebody answers in its place. */
    private static final int MOST = 4 << 20;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    /** The last message. */
    CompletableFuture<String> ended() {
        return ended;
    }

    /** Standard output until now; bytes beyond ASCII are of no interest. */
    String output() {
        synchronized (output) {
            return output.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer message) {
        if (message.hasRemaining()) {
            int stream = message.get();
            byte[] bytes = new byte[message.remaining()];
            message.get(bytes);
            take(stream, bytes);
        }
        socket.request();
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        onMessage(socket, ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
    }

    private void take(int stream, byte[] bytes) {
        if (stream == END && bytes.length > 0) {
            ended.complete(new String(bytes, StandardCharsets.UTF_8));
        } else if (stream == OUTPUT) {
            synchronized (output) {
                output.write(bytes, 0, Math.min(bytes.length, MOST - output.size()));
            }
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
        ended.completeExceptionally(new IOException("the connection was closed: " + code + " " + reason));
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        ended.completeExceptionally(error);
    }
}
