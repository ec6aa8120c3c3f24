package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.cli.diagnose.Engine;
import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.EngineOption;
import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.LiveProgress;
import dev.gracefulshutdown.cli.kit.Output;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.NewContainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graceful check}. */
@Command(
        name = "check",
        description = {
            "Starts an image, stops it as its engine would, and tells whether it stops well: by itself, in time, and without"
                    + " taking processes along that would have heard.",
            "",
            "For pipelines: exit code 1 says that it does not, and the output which line of the Dockerfile to change. The"
                    + " container is always removed."
        },
        footer = {
            "  graceful check my-app:latest",
            "  graceful check my-app:latest --ready 8080 --grace 30s --junit stop.xml",
            "  graceful check postgres:16 -e POSTGRES_PASSWORD=x --ready 5432 --profile PostgreSQL",
            "  graceful check my-app:latest -- node server.js"
        })
public final class CheckCommand implements Callable<Integer> {
    private static final Map<String, String> LABELS = Map.of("dev.gracefulshutdown.check", "true");

    @Parameters(index = "0", paramLabel = "IMAGE", description = "An image that the engine has.")
    private String image = "";

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "In place of the image's own, behind --.")
    private List<String> command = List.of();

    @Option(
            names = "--ready",
            paramLabel = "CMD|PORT",
            description =
                    "Ready when this command in the container succeeds, or something listens on this port; else when"
                            + " its handlers have settled (3 s at least, 10 s where nobody hears).")
    private @Nullable String ready;

    @Option(
            names = "--ready-within",
            paramLabel = "DURATION",
            converter = DurationChoice.class,
            defaultValue = "60s",
            description = "How long that may take; ${DEFAULT-VALUE} unless told.")
    private Duration readyWithin = Duration.ofMinutes(1);

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            converter = DurationChoice.class,
            description = "From the signal to SIGKILL; the container's own or the engine's 10s unless told.")
    private @Nullable Duration grace;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "Stop it by a known server's profile, as a policy would, instead of as the engine does.")
    private @Nullable String profile;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description = "A variable of the container's environment; may be repeated.")
    private List<String> environment = List.of();

    @Option(names = "--init", description = "With the engine's init in front, as docker run --init.")
    private boolean init;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the result as JUnit XML, too.")
    private @Nullable Path junit;

    @Mixin
    private EngineOption docker = new EngineOption();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() {
        Terminal terminal = console.terminal();
        Ladders ladders = Ladders.of(Optional.ofNullable(grace), Optional.ofNullable(profile));
        Result result = result(terminal, ladders);
        if (junit != null) {
            JUnitXml.write(junit, result);
        }
        output.write(terminal, CheckDocument.of(result), new CheckText(result)::print);
        return result.isGood() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private Result result(Terminal terminal, Ladders ladders) {
        try (Engine engine = Engine.connect(docker.endpoint());
                LiveProgress live = terminal.progressOnErr()) {
            LiveProgress.Line line = live.line();
            NewContainer wanted = new NewContainer(image, command, environment, LABELS, init);
            return new Trial(engine, wanted, ladders::forContainer, line::tell).run(this::readiness, readyWithin);
        }
    }

    private Readiness readiness(ContainerDetails container) {
        return ready == null ? new Settled(container.stopSignal().effective()) : Readiness.of(ready);
    }
}
