package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.EngineOption;
import dev.gracefulshutdown.cli.kit.Output;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.host.Reason;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.docker.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code graceful kill}. */
@Command(
        name = "kill",
        description = {
            "Sends one signal to the main process of containers, SIGKILL unless told.",
            "",
            "Like docker kill, but a signal that is not meant to end a container (HUP, USR1, …) does not go through the"
                    + " engine, which would switch its restarts off."
        },
        exitCodeList = {
            "0:the signal was sent, or there was nobody left to be ended",
            "1:one could not be signalled, or can't be found",
            "2:not tried: wrong usage",
        },
        footer = {
            "  graceful kill web",
            "  graceful kill -s HUP proxy                 a reload, and the restart policy still holds",
            "  graceful kill --filter label=app=shop",
        })
public final class KillCommand implements Callable<Integer> {
    @Option(
            names = {"-s", "--signal"},
            paramLabel = "SIGNAL",
            converter = SignalReader.class,
            defaultValue = "KILL",
            description = "The signal; ${DEFAULT-VALUE} unless told.")
    private Signal signal = Signal.KILL;

    @Mixin
    private Targets targets = new Targets();

    @Mixin
    private EngineOption engine = new EngineOption();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() {
        targets.check();
        Terminal terminal = console.terminal();
        try (Host host = Host.open("graceful kill", engine.endpoint())) {
            Targets.Found found = targets.find(host.docker());
            Reason reason = Reason.requested(Optional.empty(), Optional.empty());
            List<Job> jobs = found.containers().stream()
                    .map(c -> new Job(c, Purpose.ofSignal(signal), Ladder.kill(signal), reason, List.of()))
                    .toList();
            Results results = Results.of(new Round(host, terminal).play(jobs), found.missing());
            output.write(terminal, results.document(), results::print);
            return results.exitCode(false);
        }
    }
}
