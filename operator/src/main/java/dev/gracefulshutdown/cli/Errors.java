package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.cli.kit.Program;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every error as one line and what to do; the trace only for those who ask. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final boolean debugByEnvironment;

    Errors(Map<String, String> environment) {
        debugByEnvironment = "1".equals(environment.get("GRACEFUL_DEBUG"));
    }

    @Override
    public int handleParseException(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        UsageError usage = UsageError.of(error);
        say(command, usage.message());
        command.getErr().println("  " + usage.remedy());
        trace(command, error);
        return ExitCodes.INVALID;
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
        Problem problem = Problems.of(error);
        say(command, String.valueOf(problem.getMessage()));
        command.getErr().println("  " + problem.remedy());
        trace(command, error);
        return problem.exitCode();
    }

    private static void say(CommandLine command, String message) {
        command.getOut().flush();
        String prefix = Console.terminal(command).errStyle().paint(Ink.BAD, "graceful:");
        command.getErr().println(prefix + " " + message);
    }

    private void trace(CommandLine command, Exception error) {
        boolean asked = command.getCommandSpec().root().userObject() instanceof Program program
                && program.options().debug();
        if (asked || debugByEnvironment) {
            error.printStackTrace(command.getErr());
        }
    }
}
