package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import java.util.List;

/**
 * It has run for some seconds and what its processes would do with the stop signal has not changed for a while. Programs
 * install their handlers some time after they start, so one that nobody hears in is given 10 s.
 */
final class Settled implements Readiness {
    private static final long AT_LEAST_MILLIS = 3_000;
    private static final long UNCHANGED_MILLIS = 2_000;
    private static final long GROWN_UP_MILLIS = 10_000;

    private final Signal signal;
    private List<String> before = List.of();
    private long changedAtAge;

    Settled(Signal signal) {
        this.signal = signal;
    }

    @Override
    public boolean now(TestContainer container, Container processes) {
        return isSettled(processes.read());
    }

    boolean isSettled(Reading reading) {
        long age = reading.mainAgeMillis();
        List<String> now = reading.main().stream().map(this::ears).toList();
        if (!now.equals(before)) {
            before = now;
            changedAtAge = age;
        }
        boolean hears = reading.main()
                .map(m -> Hearing.of(m, signal))
                .filter(Hearing::hears)
                .isPresent();
        boolean settled = age >= AT_LEAST_MILLIS && age - changedAtAge >= UNCHANGED_MILLIS;
        return (settled && hears) || age >= GROWN_UP_MILLIS;
    }

    /** Of the main process alone: workers and short commands come and go all the time. */
    private String ears(ProcessFacts process) {
        return process.key() + " " + Hearing.of(process, signal);
    }

    @Override
    public String words() {
        return "its handlers to settle";
    }
}
