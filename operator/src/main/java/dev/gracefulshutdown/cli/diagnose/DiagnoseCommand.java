package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.EngineOption;
import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.Output;
import dev.gracefulshutdown.cli.kit.Policies;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.cli.local.StateFolder;
import dev.gracefulshutdown.host.ShutdownLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graceful diagnose}. */
@Command(
        name = "diagnose",
        description = {
            "Tells of running containers who would hear their stop signal, what docker stop would come to, and what to do.",
            "",
            "It only reads. On the engine's own machine, as root, it reads /proc; from elsewhere what the engine's ps or the"
                    + " image's cat can tell. Exit code 1 says that one of them would not end by itself in time, by its policy"
                    + " where one is given."
        },
        footer = {
            "  graceful diagnose                        every running container, one line each",
            "  graceful diagnose web                    one, with evidence and advice",
            "  graceful diagnose --filter label=tier=db --verbose",
            "  graceful diagnose -f policies/           and what would come of these policies",
            "  graceful diagnose -o json | jq -r '.[] | select(.good | not) | .name'",
            "  graceful diagnose --docker tcp://edge-1:2376 --exit-zero"
        })
public final class DiagnoseCommand implements Callable<Integer> {
    private static final String LABEL = "label=";

    @Parameters(arity = "0..*", paramLabel = "CONTAINER", description = "Names or ids; every running one unless told.")
    private List<String> names = List.of();

    @Option(
            names = "--filter",
            paramLabel = "label=KEY=VALUE",
            description = "Only containers with this label; several narrow it further.")
    private List<String> filters = List.of();

    @Option(
            names = {"-v", "--verbose"},
            description = "Evidence and advice of each, as for named ones.")
    private boolean verbose;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|DIR",
            description =
                    "Policies: what would come of those that select a container, besides what docker stop would come"
                            + " to. May be repeated.")
    private List<Path> files = List.of();

    @Option(
            names = "--records",
            paramLabel = "FILE",
            description =
                    "Earlier shutdowns, as graceful local keeps them; unless told those of its state folder, where"
                            + " they can be read.")
    private @Nullable Path records;

    @Option(names = "--exit-zero", description = "Exit code 0 whatever is found.")
    private boolean exitZero;

    @Mixin
    private EngineOption docker = new EngineOption();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() {
        List<Finding> findings = findings(labels(), new Background(Policies.read(files), past()));
        output.write(
                console.terminal(),
                findings.stream().map(FindingDocument::of).toList(),
                terminal -> print(findings, terminal));
        boolean good = findings.stream().allMatch(f -> f.diagnosis().isGood());
        return good || exitZero ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private List<Finding> findings(Map<String, String> labels, Background background) {
        try (Engine engine = Engine.connect(docker.endpoint())) {
            return new Round(engine, background).of(names, labels);
        }
    }

    private List<Shutdown> past() {
        Optional<Path> file = Optional.ofNullable(records).or(() -> StateFolder.records(System.getenv()));
        try {
            return file.isPresent() ? ShutdownLines.read(file.get()) : List.of();
        } catch (IOException e) {
            throw Problem.invalid(
                            "--records " + file.get(),
                            "can't be read: " + e,
                            "name the records.jsonl of the state folder of graceful local")
                    .because(e);
        }
    }

    private void print(List<Finding> findings, Terminal terminal) {
        if (findings.isEmpty()) {
            terminal.err().println("no running container" + (filters.isEmpty() ? "" : " has these labels"));
        } else if (verbose || !names.isEmpty()) {
            findings.forEach(finding -> new DetailBlock(finding).print(terminal));
        } else {
            Overview.of(findings, !files.isEmpty()).print(terminal);
        }
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String filter : filters) {
            int equals = filter.indexOf('=', LABEL.length());
            if (!filter.startsWith(LABEL) || equals < 0) {
                throw Problem.invalid("--filter", "\"" + filter + "\" is none", "write label=KEY=VALUE");
            }
            labels.put(filter.substring(LABEL.length(), equals), filter.substring(equals + 1));
        }
        return labels;
    }
}
