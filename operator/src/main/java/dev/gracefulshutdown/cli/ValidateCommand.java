package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.api.file.Document;
import dev.gracefulshutdown.api.file.Loaded;
import dev.gracefulshutdown.api.file.ResourceFiles;
import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.InvalidFiles;
import dev.gracefulshutdown.cli.kit.Table;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.cli.kit.UnknownProfiles;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code graceful validate}: the rules of the API server, for files, before anything is applied. */
@Command(
        name = "validate",
        description = {
            "Checks policy files by the very rules of the CRDs; needs no cluster and touches nothing.",
            "",
            "Every mistake is told with its file, line and field, and what to do about it; the exit code is 2 then."
                    + " What is valid, and as a rule still a mistake, is a note on standard error."
        },
        footer = {
            "  graceful validate policies/          every .yaml and .yml in the folder",
            "  graceful validate orders-db.yaml"
        })
final class ValidateCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Files, or folders of *.yaml and *.yml.")
    private List<Path> paths = List.of();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() {
        List<Loaded> all = paths.stream().map(ResourceFiles::read).toList();
        InvalidFiles.checkAll(Stream.concat(
                        all.stream().flatMap(loaded -> loaded.problems().stream()),
                        all.stream()
                                .flatMap(loaded -> loaded.documents().stream())
                                .flatMap(UnknownProfiles::in))
                .toList());
        Table table = Table.of("FILE", "LINE", "KIND", "NAME");
        all.stream().flatMap(loaded -> loaded.documents().stream()).forEach(document -> row(table, document));
        Terminal terminal = console.terminal();
        table.print(terminal);
        terminal.out().flush();
        all.stream()
                .flatMap(loaded -> loaded.documents().stream())
                .flatMap(StepsBeyondDefaults::in)
                .forEach(note ->
                        terminal.err().println(terminal.errStyle().paint(Ink.WARN, "graceful: note:") + " " + note));
        return ExitCodes.OK;
    }

    private static void row(Table table, Document<?> document) {
        table.row(
                document.file().toString(),
                Integer.toString(document.line()),
                document.resource().getKind(),
                document.resource().getMetadata().getName());
    }
}
