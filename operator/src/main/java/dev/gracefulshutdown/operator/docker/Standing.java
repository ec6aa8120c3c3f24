package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import java.time.Instant;
import java.util.Optional;

/** How the shutdown of a container that somebody asked for stands. */
public sealed interface Standing {
    /** Its host is about to be looked at. */
    record Looking() implements Standing {}

    /** Nothing was sent yet. */
    record Waiting(Reason reason, String why) implements Standing {}

    /** It can't be carried out; nothing was touched. */
    record Refused(Refusal refusal) implements Standing {}

    /** There is nothing to shut down. */
    record Gone(String why) implements Standing {}

    /** Nothing is done. */
    record DryRun(Optional<PolicyRef> policy, String would) implements Standing {}

    /**
     * Its ladder runs.
     *
     * @param facts what was done by now
     * @param deadline when SIGKILL is due; empty where it is held back
     */
    record Running(Optional<PolicyRef> policy, ShutdownStatus facts, Optional<Instant> deadline) implements Standing {}

    /** Its ladder is over. */
    record Over(Optional<PolicyRef> policy, ShutdownStatus facts) implements Standing {}

    /** It was begun, and nobody can say how it ended. */
    record Unseen(String why) implements Standing {}
}
