package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The top-level command and its subcommands, with one way of printing help and errors. */
final class Cli {
    private static final int WIDEST_HELP = 100;
    private static final int NARROWEST_HELP = 60;

    private final CommandLine commandLine;

    Cli(Surroundings surroundings, List<Object> commands) {
        commandLine = new CommandLine(new GracefulCommand(surroundings));
        commands.forEach(commandLine::addSubcommand);
        Errors errors = new Errors(surroundings.environment());
        commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Cli::execute)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setOut(writer(FileDescriptor.out))
                .setErr(writer(FileDescriptor.err));
    }

    int run(String... args) {
        int code = commandLine.execute(args);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return code;
    }

    CommandLine commandLine() {
        return commandLine;
    }

    /** Colour and width of the help depend on options, so they are set between parsing and running. */
    private static int execute(ParseResult parsed) {
        CommandLine root = parsed.commandSpec().commandLine();
        var terminal = Console.terminal(root);
        root.setColorScheme(Help.defaultColorScheme(terminal.style().color() ? Help.Ansi.ON : Help.Ansi.OFF));
        root.setUsageHelpWidth(Math.clamp(terminal.width(), NARROWEST_HELP, WIDEST_HELP));
        return new RunLast().execute(parsed);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, Console.charset());
    }
}
