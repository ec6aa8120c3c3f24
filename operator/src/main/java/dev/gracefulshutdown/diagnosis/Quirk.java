package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Programs that take a signal other than their masks say, and have no profile that would say it. Measured. */
enum Quirk {
    NODE(
            "node",
            "TERM INT",
            true,
            "Node.js has a handler of its own that does nothing as PID 1: unless the program has one too (process.on), it goes on"),
    NPM(
            "npm|yarn|pnpm",
            "TERM INT",
            true,
            "package managers do not pass signals on reliably; what they started may never hear"),
    UWSGI("uwsgi", "TERM", false, "uWSGI takes SIGTERM for \"reload\" unless it is started with --die-on-term");

    private final Pattern program;
    private final String signals;
    private final boolean perhaps;
    private final String words;

    Quirk(String program, String signals, boolean perhaps, String words) {
        this.program = Pattern.compile(program);
        this.signals = signals;
        this.perhaps = perhaps;
        this.words = words;
    }

    /** Of a PID 1. */
    static Optional<Quirk> of(String program, Signal signal) {
        return Arrays.stream(values())
                .filter(q -> q.program.matcher(program).matches() && q.isAbout(signal))
                .findFirst();
    }

    private boolean isAbout(Signal signal) {
        return List.of(signals.split(" ")).contains(signal.shortName());
    }

    /** Some programs of this kind do hear. */
    boolean isOnlyPerhaps() {
        return perhaps;
    }

    String words() {
        return words;
    }
}
