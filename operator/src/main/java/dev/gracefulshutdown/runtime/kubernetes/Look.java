package dev.gracefulshutdown.runtime.kubernetes;

import dev.gracefulshutdown.ladder.Reading;
import java.util.List;
import java.util.Map;

/** What a look into a container came to. */
public sealed interface Look {
    /**
     * Its processes were read. PIDs are stand-ins that no process has; their {@code namespacePid} is what the container sees.
     *
     * @param commandLines {@code argv} by the PIDs of the reading
     */
    record Read(Reading reading, Map<Integer, List<String>> commandLines) implements Look {
        public Read {
            commandLines = Map.copyOf(commandLines);
        }
    }

    /** It can't be read from inside, today or tomorrow: the image has no {@code cat}, or its kernel shows no masks. */
    record Blind(String why) implements Look {}

    /** Who asks may not. */
    record Forbidden(String why) implements Look {}

    /** The pod or the container was gone when it was asked. */
    record Gone(String why) implements Look {}

    /** Neither answer nor refusal: a node that does not answer, a timeout. */
    record Failed(String why) implements Look {}
}
