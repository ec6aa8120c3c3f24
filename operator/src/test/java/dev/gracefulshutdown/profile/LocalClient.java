package dev.gracefulshutdown.profile;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client on a unix socket: no ports, so that nothing else on the machine can be in the way. */
final class LocalClient implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    private LocalClient(SocketChannel channel) {
        this.channel = channel;
    }

    static LocalClient connect(Path socket) throws IOException {
        return new LocalClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** Asks for a path and keeps the connection for the one response only. */
    static LocalClient get(Path socket, String path) throws IOException {
        LocalClient client = connect(socket);
        client.write("GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        return client;
    }

    LocalClient write(String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        return this;
    }

    /** What one read gives. */
    String readSome() throws IOException {
        buffer.clear();
        channel.read(buffer);
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }

    /** Reads to the end of the connection, an orderly or a broken one, and counts. */
    long readAll() {
        long sum = 0;
        try {
            for (int read = 0; read >= 0; read = channel.read(buffer.clear())) {
                sum += read;
            }
        } catch (IOException e) {
            // Cut off: the count says how far it got.
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
