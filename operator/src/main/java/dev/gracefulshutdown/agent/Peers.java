package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.runtime.linux.SocketOwner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Whose a connection to us is, by the owner of the socket at its other end. */
final class Peers {
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int UID = 7;
    private static final int INODE = 9;
    private static final String ESTABLISHED = "01";
    private static final String NONE = "0";
    private static final int ROOT = 0;

    private final List<Path> tables;

    Peers(Path proc) {
        tables = List.of(proc.resolve("net/tcp"), proc.resolve("net/tcp6"));
    }

    /** Whether root called: the kubelet is, and pods of this network namespace that are not stay out. */
    boolean isRoot(InetSocketAddress peer, InetSocketAddress ourselves) {
        OptionalInt owner = SocketOwner.of(peer, ourselves);
        return owner.isPresent() ? owner.getAsInt() == ROOT : isRootInTables(peer, ourselves);
    }

    /**
     * Where the kernel can't be asked for the one connection: proc_pid_net(5), {@code tcp}. What is closed already has no owner
     * and is shown as root's.
     */
    private boolean isRootInTables(InetSocketAddress peer, InetSocketAddress ourselves) {
        String from = port(peer);
        String to = port(ourselves);
        return tables.stream()
                .flatMap(Peers::lines)
                .filter(line -> line.contains(from))
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(fields -> fields.length > INODE
                        && fields[LOCAL].endsWith(from)
                        && fields[REMOTE].endsWith(to)
                        && fields[STATE].equals(ESTABLISHED)
                        && !fields[INODE].equals(NONE)
                        && fields[UID].equals(String.valueOf(ROOT)));
    }

    private static String port(InetSocketAddress address) {
        return ":%04X".formatted(address.getPort());
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            // Without IPv6 there is no such table; who can't be told is nobody.
            return Stream.empty();
        }
    }
}
