package dev.gracefulshutdown.runtime.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command started as PID 1 of a PID namespace of its own, as an engine would start it, by unshare(1): for the demo and
 * for tests. Without root it takes a user namespace as well. It ends when this is closed ({@code --kill-child}), not with us.
 */
public final class NamespacedProcess implements AutoCloseable {
    private final Process launcher;
    private final int pid;

    private NamespacedProcess(Process launcher, int pid) {
        this.launcher = launcher;
        this.pid = pid;
    }

    /**
     * Starts the command and waits until its PID is known.
     *
     * @param environment added to ours
     * @param output where its standard output and error go
     * @throws IOException when namespaces are not allowed here or the command can't be started; the message has
     *     unshare's own words
     */
    public static NamespacedProcess start(Map<String, String> environment, Path output, List<String> command)
            throws IOException {
        List<String> line = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
        if (!"root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("--user", "--map-root-user"));
        }
        line.add("--");
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process launcher = builder.start();
        try {
            return new NamespacedProcess(launcher, childOf(launcher, output));
        } catch (IOException e) {
            launcher.destroyForcibly();
            throw e;
        }
    }

    private static int childOf(Process launcher, Path output) throws IOException {
        Path children = Path.of("/proc/%d/task/%d/children".formatted(launcher.pid(), launcher.pid()));
        try {
            while (!launcher.waitFor(2, TimeUnit.MILLISECONDS)) {
                String pids =
                        Files.exists(children) ? Files.readString(children).strip() : "";
                if (!pids.isEmpty() && hasExecuted(pids)) {
                    return Integer.parseInt(pids);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a namespace was made", e);
        }
        throw new IOException("no PID namespace: unshare exited with " + launcher.exitValue() + ": "
                + Files.readString(output).strip());
    }

    /** Until exec the child is still unshare itself, with other signal masks than the command's. */
    private static boolean hasExecuted(String pid) {
        try {
            return !"unshare"
                    .equals(Files.readString(Path.of("/proc", pid, "comm")).strip());
        } catch (IOException e) {
            return true;
        }
    }

    /** The command's PID as we see it. */
    public int pid() {
        return pid;
    }

    /**
     * The process that started the command and ends when it ends. Its exit value is the command's; after a signal it is
     * util-linux's own: 128 + signal, or 1.
     */
    public Process launcher() {
        return launcher;
    }

    /** Kills what is left of it. */
    @Override
    public void close() {
        launcher.destroyForcibly();
    }
}
