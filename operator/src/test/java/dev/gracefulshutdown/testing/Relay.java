package dev.gracefulshutdown.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Assumptions;

/** Stands between us and an engine or an API server: a connection that can be cut or grow silent, or that wants TLS. */
public final class Relay implements AutoCloseable {
    private final SocketAddress engine;
    private final Door door;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final ReentrantReadWriteLock flow = new ReentrantReadWriteLock();
    private volatile boolean cut;

    /** Where clients come in. */
    private interface Door extends Closeable {
        Line next() throws IOException;

        String address();
    }

    /** One client, or the way to the engine. */
    private record Line(InputStream in, OutputStream out, Closeable half, Closeable whole) {
        static Line of(SocketChannel channel) {
            return new Line(
                    Channels.newInputStream(channel),
                    Channels.newOutputStream(channel),
                    channel::shutdownOutput,
                    channel);
        }
    }

    private Relay(SocketAddress engine, Door door) {
        this.engine = engine;
        this.door = door;
        Thread.ofPlatform().daemon().name("relay").start(this::serve);
    }

    /** Listens at another socket for the engine of one. */
    public static Relay at(Path socket, Path engine) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        return new Relay(UnixDomainSocketAddress.of(engine), plain(server, "unix://" + socket));
    }

    /** Listens at a port of this machine for whatever listens at one. */
    public static Relay tcp(InetSocketAddress behind) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        return new Relay(
                behind, plain(server, "tcp://127.0.0.1:" + server.socket().getLocalPort()));
    }

    private static Door plain(ServerSocketChannel server, String address) {
        return new Door() {
            @Override
            public Line next() throws IOException {
                return Line.of(server.accept());
            }

            @Override
            public String address() {
                return address;
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }

    /** Listens at a port of this machine, by TLS; whoever comes must show a certificate of the context's authorities. */
    public static Relay tls(SSLContext context, Path engine) throws IOException {
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        server.setNeedClientAuth(true);
        return new Relay(UnixDomainSocketAddress.of(engine), new Door() {
            @Override
            public Line next() throws IOException {
                var client = server.accept();
                return new Line(client.getInputStream(), client.getOutputStream(), client::shutdownOutput, client);
            }

            @Override
            public String address() {
                return "tcp://127.0.0.1:" + server.getLocalPort();
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        });
    }

    /** As {@code DOCKER_HOST} has it. */
    public String address() {
        return door.address();
    }

    /** The path of a Unix address, as this machine's engines have as a rule. */
    public static Path socket(URI engine) {
        Assumptions.assumeTrue(
                "unix".equals(engine.getScheme()), "docker: the engine's own socket is needed, not " + engine);
        return Path.of(engine.getPath());
    }

    /** Ends all connections, and every new one at once. */
    public void cut() {
        cut = true;
        open.forEach(Relay::end);
    }

    /** Lets them through again. */
    public void mend() {
        cut = false;
    }

    /** From now on nothing goes through, though connections are taken; until {@link #close}. */
    public void fallSilent() {
        flow.writeLock().lock();
    }

    private void serve() {
        while (true) {
            Line client;
            try {
                client = door.next();
            } catch (IOException e) {
                return;
            }
            Thread.ofVirtual().start(() -> connect(client));
        }
    }

    private void connect(Line client) {
        open.add(client.whole());
        try (SocketChannel channel = SocketChannel.open(engine)) {
            open.add(channel);
            if (!cut) {
                Line way = Line.of(channel);
                Thread there = Thread.ofVirtual().start(() -> copy(client, way));
                copy(way, client);
                there.join();
            }
            open.remove(channel);
        } catch (IOException | InterruptedException e) {
            // An engine that is away: the client sees the end of its connection.
        } finally {
            end(client.whole());
            open.remove(client.whole());
        }
    }

    private void copy(Line from, Line to) {
        byte[] some = new byte[8192];
        try {
            for (int n = from.in().read(some); n >= 0; n = from.in().read(some)) {
                flow.readLock().lock();
                try {
                    to.out().write(some, 0, n);
                    to.out().flush();
                } finally {
                    flow.readLock().unlock();
                }
            }
            to.half().close();
        } catch (IOException e) {
            end(from.whole());
            end(to.whole());
        }
    }

    private static void end(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is over in any case.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
        if (flow.isWriteLockedByCurrentThread()) {
            flow.writeLock().unlock();
        }
    }
}
