package dev.gracefulshutdown.api;

import static dev.gracefulshutdown.api.Rule.Reason.FIELD_VALUE_FORBIDDEN;
import static dev.gracefulshutdown.api.Rule.Reason.FIELD_VALUE_INVALID;
import static dev.gracefulshutdown.api.Rule.brokenBy;

import dev.gracefulshutdown.ladder.Signal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one step of a ladder may be. */
final class StepRules {
    /** None of them makes a program end by itself; what stops it, it can't even clean up any more. */
    private static final List<Signal> ASK_NOBODY = Stream.of("KILL", "STOP", "TSTP", "TTIN", "TTOU", "CONT", "CHLD")
            .flatMap(name -> Signal.parse(name).stream())
            .toList();

    private static final String ASKS_NOBODY = ASK_NOBODY.stream()
            .flatMap(signal -> Stream.of(signal.shortName(), signal.fullName()))
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", ", " in [", "]"));

    private static final String WHICH = "SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT and SIGCHLD ask nobody: ";

    static final List<Rule<EscalationStep>> ALL = List.of(
            new Rule<>(
                    "",
                    FIELD_VALUE_INVALID,
                    "exactly one of at and beforeEnd is needed",
                    "has(self.at) != has(self.beforeEnd)",
                    step -> brokenBy("", (step.at() == null) == (step.beforeEnd() == null))),
            new Rule<>(
                    "at",
                    FIELD_VALUE_INVALID,
                    "the first signal is sent at 0s: a step comes later",
                    "!has(self.at) || duration(self.at) > duration('0s')",
                    step -> brokenBy("at", step.at() != null && step.at().isZero())),
            new Rule<>(
                    "signal",
                    FIELD_VALUE_FORBIDDEN,
                    WHICH + "SIGKILL comes by itself at the end of the grace period",
                    "!(self.signal" + ASKS_NOBODY + ")",
                    step -> brokenBy("signal", ASK_NOBODY.contains(step.signal()))));

    /** The same for the first one. */
    static final Rule<StopSettings> FIRST = new Rule<>(
            "stopSignal",
            FIELD_VALUE_FORBIDDEN,
            WHICH + "name another signal or use strategy Kill",
            "!has(self.stopSignal) || !(self.stopSignal" + ASKS_NOBODY + ")",
            s -> brokenBy("stopSignal", s.stopSignal() != null && ASK_NOBODY.contains(s.stopSignal())));

    private StepRules() {}
}
