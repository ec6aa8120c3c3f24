package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.profile.KnownInit;
import java.util.List;
import java.util.Optional;

/**
 * How a process takes the stop signal, and what shows it.
 *
 * @param process as the container names it
 * @param hearing by masks and names
 * @param words what was seen: {@code "SigCgt 0000000000004002 has SIGTERM"}
 */
public record Evidence(String process, Hearing hearing, String words) {

    static Evidence of(ProcessFacts process, Signal signal, Optional<KnownInit> init, List<ProcessFacts> children) {
        Hearing hearing = Hearing.of(process, signal);
        return new Evidence(process.display(), hearing, words(process, signal, hearing, init, children));
    }

    /** Of one that could not be read. */
    static Evidence none(String why) {
        return new Evidence("?", Hearing.UNKNOWN, why);
    }

    private static String words(
            ProcessFacts process,
            Signal signal,
            Hearing hearing,
            Optional<KnownInit> init,
            List<ProcessFacts> children) {
        return switch (hearing) {
            case UNKNOWN -> "its signal masks can't be read";
            case CATCHES -> mask("SigCgt", process.caught()) + " has " + signal;
            case QUEUES -> mask("SigBlk", process.blocked()) + " has " + signal + ": kept until it is fetched";
            case FORWARDS ->
                init.map(i -> "known init " + i.name() + ": " + i.summary())
                                .orElse("waits for signals (rt_sigtimedwait), as an init does")
                        + (children.isEmpty() ? "" : " (" + String.join(", ", Patient.names(children)) + ")");
            case ENDS -> "no handler, and not PID 1 of its PID namespace: the default action ends it";
            case DEAF -> deaf(process, signal);
        };
    }

    private static String deaf(ProcessFacts process, Signal signal) {
        if (process.ignored().contains(signal)) {
            return mask("SigIgn", process.ignored()) + " has " + signal + ": ignored";
        }
        return process.isNamespaceInit()
                ? "PID 1 without a handler (" + mask("SigCgt", process.caught()) + "): the kernel drops " + signal
                : signal + " ends nobody by default";
    }

    private static String mask(String field, SignalSet set) {
        return "%s %016x".formatted(field, set.bits());
    }
}
