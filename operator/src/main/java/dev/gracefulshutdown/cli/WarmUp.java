package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.cli.kit.ColorMode;
import dev.gracefulshutdown.cli.kit.OutputFormat;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.cli.kit.Surroundings;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.cli.kit.TimeBars;
import dev.gracefulshutdown.cli.kit.Timeline;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.profile.ServerProfiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Loads what usual calls load, so that the launcher can have the JVM lay it down for fast starts. Changes nothing. */
@Command(name = "warm-up", hidden = true, description = "Loads what usual calls load; for the launcher.")
final class WarmUp implements Runnable {
    private static final List<StepRecord> STEPS = List.of(new StepRecord(
            Duration.ZERO,
            Signal.TERM,
            StepRecord.SentBy.AGENT,
            List.of("1 sh"),
            Hearing.DEAF,
            StepRecord.Result.UNDELIVERABLE));

    private final Map<String, Runnable> roles;

    @Parameters(
            arity = "0..1",
            paramLabel = "ROLE",
            description = "What this one loads, operator or agent; what commands load unless told.")
    private @Nullable String role;

    /** @param roles by its command, what each role in a cluster loads */
    WarmUp(Map<String, Runnable> roles) {
        this.roles = Map.copyOf(roles);
    }

    @Override
    public void run() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Cli cli = new Cli(Surroundings.none(), Main.commands());
        cli.commandLine().setOut(nowhere).setErr(nowhere);
        if (role == null) {
            commands(cli, nowhere);
        } else {
            Optional.ofNullable(roles.get(role))
                    .orElseThrow(() -> Problem.invalid("warm-up", "no such role: " + role, "use operator or agent"))
                    .run();
            cli.run(role, "--help");
        }
    }

    private static void commands(Cli cli, PrintWriter nowhere) {
        cli.run("--help");
        cli.run("--version");
        cli.run("no-such-command");
        // Nobody listens there: what a call to an engine loads is loaded, and nothing is asked.
        cli.run("diagnose", "--docker", "unix:///nonexistent/docker.sock");
        ServerProfiles.recognise("", List.of());
        stop(cli);
        results(new Terminal(nowhere, nowhere, ColorMode.ALWAYS, Surroundings.none(), StandardCharsets.UTF_8));
    }

    /** The whole way of a stop, for what is stopped is waited for. */
    private static void stop(Cli cli) {
        try (PretendEngine engine = new PretendEngine()) {
            cli.run("stop", "--docker", engine.url(), "--grace", "2s", "warm-up");
            cli.run("kill", "--docker", engine.url(), "warm-up", "-o", "json");
        } catch (IOException | UncheckedIOException noSockets) {
            // Then the first stop is a little slower.
        }
    }

    private static void results(Terminal terminal) {
        Duration end = Duration.ofSeconds(1);
        Timeline.of(STEPS, end, Outcome.FORCED, "").print(terminal);
        new TimeBars().add("", STEPS, end, Outcome.FORCED).print(terminal);
        for (OutputFormat format : OutputFormat.values()) {
            format.write(terminal, STEPS, it -> {});
        }
    }
}
