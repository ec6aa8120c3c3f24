package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.cli.agent.AgentCommand;
import dev.gracefulshutdown.cli.agent.AgentWarmUp;
import dev.gracefulshutdown.cli.audit.AuditCommand;
import dev.gracefulshutdown.cli.check.CheckCommand;
import dev.gracefulshutdown.cli.demo.DemoCommand;
import dev.gracefulshutdown.cli.diagnose.DiagnoseCommand;
import dev.gracefulshutdown.cli.kit.Surroundings;
import dev.gracefulshutdown.cli.local.LocalCommand;
import dev.gracefulshutdown.cli.operator.OperatorCommand;
import dev.gracefulshutdown.cli.operator.OperatorWarmUp;
import dev.gracefulshutdown.cli.stop.KillCommand;
import dev.gracefulshutdown.cli.stop.StopCommand;
import dev.gracefulshutdown.host.Host;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;

/** Wires the commands together and runs the one that was asked for. */
public final class Main {
    private static final String COMPLETION = "generate-completion";
    private static final Set<String> ON_A_HOST = Set.of("stop", "kill", "local");

    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Logging.configure(System.getenv());
        if (args.length > 0 && ON_A_HOST.contains(args[0])) {
            Host.preload();
        }
        System.exit(new Cli(Surroundings.real(), commandsFor(args)).run(args));
    }

    /** The one that is named first, alone: to read the annotations of all takes a tenth of a second. */
    static List<Object> commandsFor(String... args) {
        Map<String, Supplier<Object>> all = byName();
        return Optional.ofNullable(args.length == 0 || args[0].equals(COMPLETION) ? null : all.get(args[0]))
                .map(command -> List.of(command.get()))
                .orElseGet(Main::commands);
    }

    /** Every command, in the order of the help. */
    static List<Object> commands() {
        return byName().values().stream().map(Supplier::get).toList();
    }

    /** A new one is one line here, with the name that it has. */
    static Map<String, Supplier<Object>> byName() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("stop", StopCommand::new);
        all.put("kill", KillCommand::new);
        all.put("diagnose", DiagnoseCommand::new);
        all.put("check", CheckCommand::new);
        all.put("audit", AuditCommand::new);
        all.put("local", LocalCommand::new);
        all.put("operator", OperatorCommand::new);
        all.put("agent", AgentCommand::new);
        all.put("demo", DemoCommand::new);
        all.put("validate", ValidateCommand::new);
        all.put("probe", ProbeCommand::new);
        // No method reference: the JVM can't lay down picocli's classes, which are of Java 5, and breaks off over one
        // to them.
        all.put(COMPLETION, () -> new GenerateCompletion());
        all.put("warm-up", () -> new WarmUp(Map.of("operator", OperatorWarmUp::run, "agent", AgentWarmUp::run)));
        return all;
    }
}
