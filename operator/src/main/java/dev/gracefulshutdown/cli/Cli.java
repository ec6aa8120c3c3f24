package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The top-level command and its subcommands, with one way of printing help and errors. */
final class Cli {
    private static final int WIDEST_HELP = 100;
    private static final int NARROWEST_HELP = 60;

    private final CommandLine commandLine;
    private final ResultStream results;

    Cli(Surroundings surroundings, List<Object> commands) {
        this(surroundings, commands, new FileOutputStream(FileDescriptor.out));
    }

    /** Results go to a stream of its own. */
    Cli(Surroundings surroundings, List<Object> commands, OutputStream out) {
        results = new ResultStream(out);
        commandLine = new CommandLine(new GracefulCommand(surroundings));
        commands.forEach(commandLine::addSubcommand);
        Errors errors = new Errors(surroundings.environment());
        commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Cli::execute)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setOut(writer(results))
                .setErr(writer(new FileOutputStream(FileDescriptor.err)));
    }

    int run(String... args) {
        int code = commandLine.execute(helpAsOption(args));
        commandLine.getOut().flush();
        Optional<String> lost = results.lost();
        lost.ifPresent(why -> commandLine
                .getErr()
                .println("graceful: standard output: " + why + "\n  what was done is done, and its result is lost"));
        commandLine.getErr().flush();
        return lost.isPresent() && code == ExitCodes.OK ? ExitCodes.FAILED : code;
    }

    /** {@code graceful help demo}, as many programs have it. A command that there is not is answered as ever. */
    private String[] helpAsOption(String... args) {
        if (args.length == 0 || !args[0].equals("help")) {
            return args;
        }
        boolean known = args.length == 1 || commandLine.getSubcommands().containsKey(args[1]);
        return Stream.concat(Arrays.stream(args).skip(1), known ? Stream.of("--help") : Stream.empty())
                .toArray(String[]::new);
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

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, true, Console.charset());
    }
}
