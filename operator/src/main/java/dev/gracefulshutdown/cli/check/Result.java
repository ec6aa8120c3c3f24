package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.time.Duration;
import java.util.List;

/**
 * How one stop of one image went.
 *
 * @param image its name
 * @param readyAfter how long it took to be ready
 * @param grace from the first signal to SIGKILL
 * @param report of the stop
 * @param killed those behind the main process that would have heard and were killed with it
 * @param diagnosis what was seen before the stop, in the light of how that went
 */
record Result(
        String image,
        Duration readyAfter,
        Duration grace,
        ShutdownReport report,
        List<String> killed,
        Diagnosis diagnosis) {
    Result {
        killed = List.copyOf(killed);
    }

    Outcome outcome() {
        return report.outcome().orElse(Outcome.FAILED);
    }

    boolean endedByItself() {
        return outcome() == Outcome.GRACEFUL || outcome() == Outcome.ESCALATED;
    }

    /** Nobody was killed: neither the container nor, with it, those behind its main process. */
    boolean isGood() {
        return endedByItself() && killed.isEmpty();
    }

    /** A code that is neither success nor the signal's own is an error in the program's eyes. */
    boolean saysError() {
        int code = report.exit().code();
        boolean known = !(report.exit() instanceof ExitStatus.Unknown);
        return known && code != 0 && code != 128 + diagnosis.engine().signal().number();
    }
}
