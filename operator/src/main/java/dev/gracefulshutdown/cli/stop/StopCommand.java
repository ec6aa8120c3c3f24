package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.EngineOption;
import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Output;
import dev.gracefulshutdown.cli.kit.Policies;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.host.ComposeHooks;
import dev.gracefulshutdown.host.Host;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code graceful stop}. */
@Command(
        name = "stop",
        description = {
            "Stops containers of a Docker Engine by a ladder of signals that are heard.",
            "",
            "Like docker stop, and more: it knows who hears the signals (a shell as PID 1 as a rule doesn't, its children"
                    + " do), takes further signals before SIGKILL, knows servers, and says how each container ended."
                    + " Nobody is signalled before every ladder is known to be valid. Options win over policies."
        },
        exitCodeList = {
            "0:all are stopped",
            "1:one is not, or can't be found",
            "2:not tried: wrong usage, or an invalid policy",
            "3:with --fail-on-forced: all are stopped, one by SIGKILL",
        },
        footer = {
            "  graceful stop web                                 docker stop web, heard",
            "  graceful stop --profile PostgreSQL orders-db      TERM, INT after 2 s, up to 60 s",
            "  graceful stop --schedule TERM/20/INT/20/KILL web worker",
            "  graceful stop --skip-deaf --filter label=app=shop",
            "  graceful stop -f policies.yaml orders-db -o json | jq '.items[].status.outcome'",
        })
public final class StopCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|DIR",
            description = "Policies; those that select a container say how it is stopped. May be repeated.")
    private List<Path> files = List.of();

    @Mixin
    private LadderOptions ladder = new LadderOptions();

    @Mixin
    private Targets targets = new Targets();

    @Mixin
    private EngineOption engine = new EngineOption();

    @Option(names = "--fail-on-forced", description = "Exit code 3 when one had to be killed.")
    private boolean failOnForced;

    @Mixin
    private Output output = new Output();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() {
        targets.check();
        StopSettings options = ladder.settings();
        Policies policies = Policies.read(files);
        Terminal terminal = console.terminal();
        try (Host host = Host.open("graceful stop", engine.endpoint())) {
            Targets.Found found = targets.find(host.docker());
            Planning planning = new Planning(host, options, policies);
            List<Job> jobs = InParallel.map(found.containers(), planning::job);
            remarks(found, policies, jobs).forEach(remark -> say(terminal, remark));
            Results results = Results.of(new Round(host, terminal).play(jobs), found.missing());
            output.write(terminal, results.document(), results::print);
            return results.exitCode(failOnForced);
        }
    }

    private static Set<String> remarks(Targets.Found found, Policies policies, List<Job> jobs) {
        Set<String> remarks = new LinkedHashSet<>(policies.unused(found.containers()));
        remarks.addAll(policies.uncovered(found.containers()));
        jobs.forEach(job -> remarks.addAll(job.assumptions()));
        found.containers().forEach(c -> ComposeHooks.remark(c).ifPresent(remarks::add));
        if (found.containers().isEmpty() && found.missing().isEmpty()) {
            remarks.add("--filter: no running container fits; see docker ps");
        }
        return remarks;
    }

    private static void say(Terminal terminal, String remark) {
        terminal.err().println(terminal.errStyle().paint(Ink.WARN, "graceful:") + " " + remark);
        terminal.err().flush();
    }
}
