package dev.gracefulshutdown.cli.local;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.file.Loaded;
import dev.gracefulshutdown.api.file.ResourceFiles;
import dev.gracefulshutdown.cli.kit.ColorMode;
import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.EngineOption;
import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.Interrupts;
import dev.gracefulshutdown.cli.kit.InvalidFiles;
import dev.gracefulshutdown.cli.kit.Output;
import dev.gracefulshutdown.cli.kit.OutputFormat;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.cli.kit.Surroundings;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.keeper.Line;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.local.Local;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code graceful local}: the policies of a folder on the containers of one Docker Engine. */
@Command(
        name = "local",
        description = {
            "Keeps the containers of a Docker Engine as policy files say, without a cluster.",
            "",
            "Stops of others are joined: what a wrapped child does not hear, and the later steps of the ladder, are added"
                    + " within the engine's own timeout. Files that change take effect at once. SIGTERM waits for what runs,"
                    + " a second one ends at once; what is unfinished goes on at the next start."
        },
        footer = {
            "  graceful local -f policies/                       until it is told to end",
            "  graceful local -f orders.yaml --once -o json      do what it says, wait, end",
            "  graceful local -f policies/ --docker tcp://edge-1:2376"
        })
public final class LocalCommand implements Callable<Integer> {
    /** Below the time that systemd waits by default. */
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(60);

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE|DIR",
            description = "The policies: a file, or a folder of *.yaml and *.yml.")
    private Path place = Path.of(".");

    @Mixin
    private EngineOption docker = new EngineOption();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Where is kept what must outlive this process; /var/lib/graceful where that can be written to, else"
                            + " ~/.local/state/graceful.")
    private @Nullable Path state;

    @Option(names = "--once", description = "Do once what the policies say, wait until it is done, and end.")
    private boolean once;

    @Mixin
    private Output output = new Output();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() {
        Terminal terminal = console.terminal();
        Loaded loaded = ResourceFiles.read(place);
        if (once || loaded.policies().isEmpty()) {
            InvalidFiles.check(loaded.problems());
        }
        if (loaded.policies().isEmpty()) {
            throw Problem.invalid(
                    place.toString(),
                    "kind",
                    "holds no GracefulShutdownPolicy",
                    "write one; docs/local.md has examples. A ClusterGracefulShutdownPolicy is for Kubernetes");
        }
        Path folder = StateFolder.choose(Optional.ofNullable(state), System.getenv());
        try {
            return once ? once(terminal, folder) : keep(terminal, folder);
        } catch (IOException e) {
            throw Problem.failed(
                            "--state " + folder,
                            Objects.requireNonNullElse(e.getMessage(), e.toString()),
                            "name a folder that you can write to, and that no other graceful uses")
                    .because(e);
        }
    }

    private Local open(Path folder, Lines lines) throws IOException {
        return Local.open(docker.endpoint(), place, folder, lines);
    }

    private int once(Terminal terminal, Path folder) throws IOException {
        boolean forPeople = output.format() == OutputFormat.TABLE;
        Lines lines = new Lines(terminal, OutputFormat.TABLE, Clock.systemUTC());
        try (Local local =
                open(folder, forPeople ? lines : new Lines(quiet(terminal), OutputFormat.TABLE, Clock.systemUTC()))) {
            List<Shutdown> over = local.once();
            output.write(terminal, over, it -> it.out().println(summary(over)));
            return local.anyFailed() ? ExitCodes.FAILED : ExitCodes.OK;
        }
    }

    /** A program reads standard output, and people what stands on the other. */
    private static Terminal quiet(Terminal terminal) {
        return new Terminal(terminal.err(), terminal.err(), ColorMode.NEVER, Surroundings.none(), Console.charset());
    }

    private static String summary(List<Shutdown> over) {
        if (over.isEmpty()) {
            return "nothing had to be shut down";
        }
        long graceful = over.stream()
                .map(Shutdown::getStatus)
                .filter(Objects::nonNull)
                .map(ShutdownStatus::outcome)
                .filter(outcome -> outcome == Outcome.GRACEFUL)
                .count();
        return over.size() + " shut down, " + graceful + " of them gracefully";
    }

    private int keep(Terminal terminal, Path folder) throws IOException {
        Lines lines = new Lines(terminal, output.format(), Clock.systemUTC());
        CountDownLatch asked = new CountDownLatch(1);
        Interrupts.listen(nth -> {
            if (nth == 1) {
                asked.countDown();
            } else {
                // Everything that was begun is in the journal, fsynced before it was begun.
                Runtime.getRuntime().halt(ExitCodes.OK);
            }
        });
        try (Local local = open(folder, lines)) {
            var _ = local.start();
            asked.await();
            lines.accept(
                    Line.info("ending: nothing more is begun, what runs is waited for; a second signal ends at once"));
            boolean all = local.finish(LONGEST_FAREWELL);
            lines.accept(Line.info(all ? "ended" : "ended; what is unfinished goes on at the next start"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCodes.OK;
    }
}
