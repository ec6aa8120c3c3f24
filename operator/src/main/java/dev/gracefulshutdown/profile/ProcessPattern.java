package dev.gracefulshutdown.profile;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a process is recognised. Each expression that is given must match as a whole.
 *
 * @param comm {@code /proc/PID/comm}, which the kernel cuts after 15 characters
 * @param program the basename of the first argument's first word
 * @param title the whole first argument, for servers that write their title there
 * @param script the basename of the first further argument that is no option
 * @param argument any further argument
 */
public record ProcessPattern(
        @Nullable Pattern comm,
        @Nullable Pattern program,
        @Nullable Pattern title,
        @Nullable Pattern script,
        @Nullable Pattern argument) {

    /** @throws IllegalArgumentException when nothing is given: that would match every process */
    public ProcessPattern {
        if (Stream.of(comm, program, title, script, argument).allMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a process pattern with nothing in it");
        }
    }

    boolean matches(String name, CommandLine line) {
        return matches(comm, name)
                && matches(program, line.program())
                && matches(title, line.title())
                && (script == null
                        || line.script().filter(s -> matches(script, s)).isPresent())
                && (argument == null || line.further().stream().anyMatch(a -> matches(argument, a)));
    }

    private static boolean matches(@Nullable Pattern expected, String actual) {
        return expected == null || expected.matcher(actual).matches();
    }
}
