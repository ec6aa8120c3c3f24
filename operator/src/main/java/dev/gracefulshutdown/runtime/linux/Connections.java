package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.Condition.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether clients are still connected: established TCP connections on ports that were listened on before the first signal
 * (<a href="https://docs.kernel.org/networking/proc_net_tcp.html">proc_net_tcp</a>). All of the network namespace, so on
 * the host's network the host's.
 */
final class Connections {
    private static final String ESTABLISHED = "01";
    private static final String LISTENS = "0A";
    private static final List<String> PROTOCOLS = List.of("tcp", "tcp6");

    private final ProcFs proc;
    private final int mainPid;
    private final Set<String> ports = new HashSet<>();

    /** A line of the table: the local port in hexadecimal, the state. */
    private record Socket(String port, String state) {}

    Connections(ProcFs proc, int mainPid) {
        this.proc = proc;
        this.mainPid = mainPid;
    }

    /** Adds what is listened on now. */
    void rememberPorts() {
        ports.addAll(sockets()
                .filter(s -> s.state().equals(LISTENS))
                .map(Socket::port)
                .collect(Collectors.toSet()));
    }

    Verdict look() {
        List<Socket> sockets = sockets().toList();
        if (ports.isEmpty()
                || (sockets.isEmpty() && proc.sockets(mainPid, "tcp").isEmpty())) {
            // Nothing was listened on, or we don't know what: after a crash of ours the ports may be closed already.
            return Verdict.UNKNOWN;
        }
        boolean connected = sockets.stream().anyMatch(s -> s.state().equals(ESTABLISHED) && ports.contains(s.port()));
        return connected ? Verdict.HOLDS : Verdict.CLEAR;
    }

    private Stream<Socket> sockets() {
        return PROTOCOLS.stream()
                .flatMap(p -> proc.sockets(mainPid, p).stream())
                .flatMap(table -> table.lines().skip(1))
                .map(line -> line.strip().split("\\s+"))
                .map(f -> new Socket(f[1].substring(f[1].lastIndexOf(':') + 1), f[3]));
    }
}
