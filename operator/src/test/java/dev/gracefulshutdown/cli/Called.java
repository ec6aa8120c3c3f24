package dev.gracefulshutdown.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gracefulshutdown.cli.kit.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** One call of the program, in this JVM. */
record Called(int code, String out, String err) {
    static Called graceful(String... arguments) {
        return graceful(new StringWriter(), arguments);
    }

    /** @param err for those who want to see it meanwhile */
    static Called graceful(StringWriter err, String... arguments) {
        StringWriter out = new StringWriter();
        Cli cli = new Cli(Surroundings.none(), Main.commands());
        cli.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = cli.run(arguments);
        return new Called(code, out.toString(), err.toString());
    }

    /** Of {@code -o json}. */
    List<JsonNode> items() {
        try {
            return new ObjectMapper().readTree(out).path("items").valueStream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(out + err, e);
        }
    }

    JsonNode status(String container) {
        return items().stream()
                .filter(i -> i.at("/spec/dockerContainer/name").asText().equals(container))
                .map(i -> i.path("status"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of " + container + " in " + out + err));
    }

    String outcome(String container) {
        return status(container).path("outcome").asText();
    }

    List<String> signals(String container) {
        return status(container)
                .at("/containers/0/steps")
                .valueStream()
                .map(s -> s.path("signal").asText())
                .toList();
    }
}
