package dev.gracefulshutdown.profile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known servers, read once, at the first question. */
public final class ServerProfiles {
    private ServerProfiles() {}

    /** Lazily: most command lines never ask. */
    private static final class Data {
        static final List<ServerProfile> ALL = YamlData.read("servers.yaml", ServerProfile.class);
    }

    /** All of them, in the order of the data. */
    public static List<ServerProfile> all() {
        return Data.ALL;
    }

    /** Their names as they are documented. */
    public static List<String> names() {
        return all().stream().map(ServerProfile::name).toList();
    }

    /** By its name, in any case: {@code nginx} is {@code Nginx}. */
    public static Optional<ServerProfile> byName(String name) {
        return all().stream().filter(p -> key(p.name()).equals(key(name))).findFirst();
    }

    /**
     * By its name, in any case.
     *
     * @throws UnknownProfileException with the names that there are; {@code None} and {@code Auto} are not among them
     */
    public static ServerProfile require(String name) {
        return byName(name).orElseThrow(() -> new UnknownProfileException(name));
    }

    /**
     * The server that a process is. Ask about the main process, or about the topmost one that hears: HAProxy's workers and
     * interpreters' helpers look like their master.
     *
     * @param comm {@code /proc/PID/comm}
     * @param argv {@code /proc/PID/cmdline}, split at its NULs
     */
    public static Optional<ServerProfile> recognise(String comm, List<String> argv) {
        if (KnownInits.recognise(comm, argv).isPresent()) {
            // supervisord is a Python program, and yet no server: its programs are what matters.
            return Optional.empty();
        }
        CommandLine line = new CommandLine(argv);
        return all().stream().filter(p -> p.recognises(comm, line)).findFirst();
    }

    /** What {@code profile: Auto} takes for a process: as {@link #recognise}, verified profiles only. */
    public static Optional<ServerProfile> auto(String comm, List<String> argv) {
        return recognise(comm, argv).filter(ServerProfile::verified);
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
