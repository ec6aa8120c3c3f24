package dev.gracefulshutdown.profile;

import java.util.List;
import java.util.Optional;

/** The known inits, read once, at the first question. */
public final class KnownInits {
    private KnownInits() {}

    /** Lazily: most command lines never ask. */
    private static final class Data {
        static final List<KnownInit> ALL = YamlData.read("inits.yaml", KnownInit.class);
    }

    /** All of them, in the order of the data. */
    public static List<KnownInit> all() {
        return Data.ALL;
    }

    /**
     * The init that a process is. A name only makes us more patient, so nobody gains by a false one.
     *
     * @param comm {@code /proc/PID/comm}
     * @param argv {@code /proc/PID/cmdline}, split at its NULs
     */
    public static Optional<KnownInit> recognise(String comm, List<String> argv) {
        CommandLine line = new CommandLine(argv);
        return all().stream().filter(init -> init.recognises(comm, line)).findFirst();
    }

    /** Whether a program of this name, a {@code comm} or a basename, is one of them. */
    public static boolean isInit(String name) {
        return recognise(name, List.of(name)).isPresent();
    }
}
