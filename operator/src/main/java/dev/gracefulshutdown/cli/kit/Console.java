package dev.gracefulshutdown.cli.kit;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command's way to the terminal: {@code @Mixin Console console;}, then {@code console.terminal()} when it runs. It writes
 * where the {@link CommandLine} writes, so tests give that one writers of their own.
 */
@Command // picocli takes no mixin without an annotation of its own
public final class Console {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** The terminal under the options of this call. */
    public Terminal terminal() {
        if (command == null) {
            throw new IllegalStateException("a Console that no command mixes in");
        }
        return terminal(command.commandLine());
    }

    /** The same for whoever holds a command itself. A command without a {@link Program} above it writes as into a pipe. */
    public static Terminal terminal(CommandLine command) {
        Object root = command.getCommandSpec().root().userObject();
        return new Terminal(
                command.getOut(),
                command.getErr(),
                root instanceof Program program ? program.options().color() : ColorMode.AUTO,
                root instanceof Program program ? program.surroundings() : Surroundings.none(),
                charset());
    }

    /** The encoding of the standard streams; a locale that knows ASCII only is a locale that was never set. */
    public static Charset charset() {
        Charset charset = System.out.charset();
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }
}
