package dev.gracefulshutdown.profile;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.util.List;

/** Stops a real server by a profile's ladder. What does it is chosen in {@link #standard} and nowhere else. */
interface LadderWalk {

    /**
     * How a stop went.
     *
     * @param sent the signals in their order, SIGKILL included, heard or not
     * @param exitCode 128 + signal for one that a signal ended
     * @param took from the first signal to the exit
     */
    record Stopped(Outcome outcome, List<Signal> sent, int exitCode, Duration took) {}

    /**
     * Sends the steps at their times until the server is gone.
     *
     * @param own what a policy says itself
     */
    Stopped stop(RealServer server, StopSettings own, ServerProfile profile);

    /** The one that all verifications use: what stops containers everywhere else. */
    static LadderWalk standard() {
        return new RunnerWalk();
    }
}
