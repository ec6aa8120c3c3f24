package dev.gracefulshutdown.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Wrong usage in our words.
 *
 * @param message what was wrong
 * @param remedy what was probably meant, or where it says what may be meant
 */
record UsageError(String message, String remedy) {
    static UsageError of(ParameterException error) {
        CommandSpec command = error.getCommandLine().getCommandSpec();
        String help = "see: " + command.qualifiedName() + " --help";
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String what = unmatched.isUnknownOption()
                    ? "no such option: "
                    : command.subcommands().isEmpty() ? "one argument too many: " : "no such command: ";
            return new UsageError(what + unmatched.getUnmatched().getFirst(), meant(unmatched.getSuggestions(), help));
        }
        return new UsageError(String.valueOf(error.getMessage()), help);
    }

    private static String meant(List<String> suggestions, String help) {
        return suggestions.isEmpty() ? help : "did you mean " + String.join(" or ", suggestions) + "? Else " + help;
    }
}
