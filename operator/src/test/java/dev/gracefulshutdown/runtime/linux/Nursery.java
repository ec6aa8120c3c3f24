package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.shutdown.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;

/** A process whose children come, go and are replaced as it is told: see the script. */
final class Nursery implements AutoCloseable {
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    Nursery() throws IOException {
        process = new ProcessBuilder(Programs.python(), Programs.script("nursery.py"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = process.outputWriter();
        answers = process.inputReader();
    }

    int pid() {
        return (int) process.pid();
    }

    void spawn(int count) throws IOException {
        ask("spawn " + count);
    }

    void reap() throws IOException {
        ask("reap");
    }

    /** Until its own children have these PIDs. */
    void replace(List<Integer> pids) throws IOException {
        int missing = ask("replace " + pids.stream().map(String::valueOf).collect(Collectors.joining(",")));
        if (missing > 0) {
            throw new IllegalStateException(missing + " PIDs did not come again");
        }
    }

    /** How many of its children were sent SIGTERM. */
    int hits() throws IOException {
        return ask("hits");
    }

    private int ask(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the nursery has ended");
        }
        return Integer.parseInt(answer);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
