package dev.gracefulshutdown.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whose a connection to us is, by the owner of the socket at its other end (proc_pid_net(5), {@code tcp}). */
final class Peers {
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int UID = 7;
    private static final String ROOT = "0";

    private final List<Path> tables;

    Peers(Path proc) {
        tables = List.of(proc.resolve("net/tcp"), proc.resolve("net/tcp6"));
    }

    /** Whether root called: the kubelet is, and pods of this network namespace that are not stay out. */
    boolean isRoot(InetSocketAddress peer, InetSocketAddress ourselves) {
        String from = port(peer);
        String to = port(ourselves);
        return tables.stream()
                .flatMap(Peers::lines)
                .anyMatch(fields -> fields.length > UID
                        && fields[LOCAL].endsWith(from)
                        && fields[REMOTE].endsWith(to)
                        && fields[UID].equals(ROOT));
    }

    private static String port(InetSocketAddress address) {
        return ":%04X".formatted(address.getPort());
    }

    private static Stream<String[]> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().map(line -> line.strip().split("\\s+"));
        } catch (IOException e) {
            // Without IPv6 there is no such table; who can't be told is nobody.
            return Stream.empty();
        }
    }
}
