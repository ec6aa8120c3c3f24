package dev.gracefulshutdown.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code kubectl} against the cluster that KUBECONFIG names. */
record Kubectl(String namespace) {
    boolean isReachable() throws IOException {
        return System.getenv("KUBECONFIG") != null
                && run("", "version", "--request-timeout=5s").contains("Server Version");
    }

    /** What it prints, errors included; an empty text when there is no such program. */
    String run(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kubectl", "-n", namespace));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "";
        }
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
