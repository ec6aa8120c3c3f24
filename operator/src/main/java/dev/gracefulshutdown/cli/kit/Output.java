package dev.gracefulshutdown.cli.kit;

import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** {@code -o json|yaml|table}, to be mixed in by commands that have a result. */
public final class Output {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = OutputFormatChoice.class,
            defaultValue = "table",
            description = "Write the result as ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless told.")
    private OutputFormat format = OutputFormat.TABLE;

    /** What was asked for. */
    public OutputFormat format() {
        return format;
    }

    /** {@link OutputFormat#write} with the format that was asked for. */
    public void write(Terminal terminal, Object result, Consumer<Terminal> forPeople) {
        format.write(terminal, result, forPeople);
    }
}
