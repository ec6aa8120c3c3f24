package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Output;
import dev.gracefulshutdown.cli.kit.OutputFormat;
import dev.gracefulshutdown.cli.kit.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code graceful demo}. */
@Command(
        name = "demo",
        description = {
            "Stops real processes both ways and shows the difference.",
            "",
            "Each is PID 1 of a PID namespace of its own, as in a container. They are stopped first the classic way"
                    + " (SIGTERM, 4 s, SIGKILL), then by the policies of a file. It takes about 20 seconds and needs no"
                    + " Docker, no cluster, and no root where user namespaces are allowed."
        },
        footer = {
            "  graceful demo                      the demo's own policies",
            "  graceful demo --policies           only print them, to be changed",
            "  graceful demo -f my-policies.yaml  your policies on the same processes",
            "  graceful demo -o json | jq '.items[].status.outcome'"
        })
public final class DemoCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Policies to stop the processes by; they are selected by the label app.")
    private @Nullable Path file;

    @Option(names = "--policies", description = "Print the demo's own policies and stop nobody.")
    private boolean policiesOnly;

    @Mixin
    private Output output = new Output();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() {
        Terminal terminal = console.terminal();
        PolicyText text = PolicyText.of(Optional.ofNullable(file));
        if (policiesOnly) {
            terminal.out().print(text.yaml());
            return ExitCodes.OK;
        }
        List<Role> roles = Role.all();
        Choice choice = Choice.of(text.documents(), roles);
        Map<Role, Assignment> ladders = Ladders.by(text, choice, roles);
        if (output.format() == OutputFormat.TABLE) {
            terminal.out().println(terminal.style().paint(Ink.STRONG, "The policies (" + text.name() + ")"));
            terminal.out().println(terminal.style().paint(Ink.FAINT, text.yaml().stripTrailing()));
            terminal.out().flush();
        }
        choice.remarks(text, roles).forEach(remark -> say(terminal, remark));
        Comparison comparison = new Show(terminal).play(roles, ladders);
        output.write(terminal, DemoDocument.of(comparison), comparison::print);
        return ExitCodes.OK;
    }

    private static void say(Terminal terminal, String remark) {
        terminal.err().println(terminal.errStyle().paint(Ink.WARN, "graceful:") + " " + remark);
        terminal.err().flush();
    }
}
