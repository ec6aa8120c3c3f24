package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.docker.DockerContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Somebody listens on the port in the container's network namespace. Looked up, not tried: a connection may disturb a
 * server that counts them.
 */
record PortListens(int port) implements Readiness {
    private static final String LISTEN = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;

    @Override
    public boolean now(TestContainer container, Container processes) {
        if (processes instanceof DockerContainer docker && docker.isLocal()) {
            int pid = processes.identity().main().pid();
            return isIn(here(pid, "tcp")) || isIn(here(pid, "tcp6"));
        }
        return container
                .output(List.of("cat", "/proc/net/tcp", "/proc/net/tcp6"))
                .filter(this::isIn)
                .isPresent();
    }

    private static String here(int pid, String protocol) {
        try {
            return Files.readString(Path.of("/proc", Integer.toString(pid), "net", protocol));
        } catch (IOException e) {
            return "";
        }
    }

    /** In the kernel's table: {@code 0: 00000000:0050 00000000:0000 0A …} (proc_pid_net(5)). */
    boolean isIn(String table) {
        String suffix = ":%04X".formatted(port);
        return table.lines()
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(fields -> fields.length > STATE
                        && fields[LOCAL_ADDRESS].endsWith(suffix)
                        && fields[STATE].equals(LISTEN));
    }

    @Override
    public String words() {
        return "port " + port + " to listen";
    }
}
