package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.cli.kit.GlobalOptions;
import dev.gracefulshutdown.cli.kit.Program;
import dev.gracefulshutdown.cli.kit.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code graceful} itself: without a command it shows the help. */
@Command(
        name = "graceful",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        scope = ScopeType.INHERIT,
        descriptionHeading = "%n",
        description = "Stops containers properly: signals that are heard, grace periods that fit, and a record of what"
                + " happened.",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:tried, and it did not come out as asked; the message says what to do",
            "2:not tried: wrong usage or invalid input",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  graceful demo                     see both ways of stopping side by side",
            "  graceful COMMAND --help           what a command takes",
            "  source <(graceful generate-completion)   completion for this bash or zsh",
            "",
            "Environment: NO_COLOR, GRACEFUL_DEBUG=1 (traces), GRACEFUL_LOG=debug (log to stderr)",
            "Documentation: README.md"
        })
final class GracefulCommand implements Program, Runnable {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    GracefulCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Override
    public GlobalOptions options() {
        return options;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }
}
