package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.ladder.Outcome;
import java.util.List;

/**
 * One thing that a good image does.
 *
 * @param name the rule
 * @param passed whether it does
 * @param words what was seen
 */
record Criterion(String name, boolean passed, String words) {
    static List<Criterion> of(Result result) {
        return List.of(
                new Criterion("hears its stop signal", heard(result), evidence(result)),
                new Criterion("ends by itself in time", result.endedByItself(), end(result)),
                new Criterion("takes nobody along", result.killed().isEmpty(), along(result)));
    }

    /** What ends by itself is not blamed for how it was asked: behind an init the default action is enough. */
    private static boolean heard(Result result) {
        return result.diagnosis().evidence().hearing().hears() || result.endedByItself();
    }

    private static String evidence(Result result) {
        var evidence = result.diagnosis().evidence();
        return evidence.process() + " " + evidence.hearing().label() + ": " + evidence.words();
    }

    private static String end(Result result) {
        String took = Seconds.compact(result.report().sinceFirstSignal()) + " of " + Seconds.compact(result.grace());
        String code = "exit code " + result.report().exit().code();
        if (!result.endedByItself()) {
            return result.outcome().label() + " after " + took + ", " + code;
        }
        return took + ", " + code + (result.outcome() == Outcome.ESCALATED ? ", after a later step" : "")
                + (result.saysError() ? " (an error in the program's own words)" : "");
    }

    private static String along(Result result) {
        return result.killed().isEmpty()
                ? "no process behind PID 1 was killed that would have heard"
                : "killed behind PID 1, though they would have heard: " + String.join(", ", result.killed());
    }
}
