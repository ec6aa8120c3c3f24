package dev.gracefulshutdown.operator.history;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import java.util.List;
import java.util.stream.Collectors;

/** Whether SIGKILL is held back from one of a policy's containers. */
public final class Holds {
    private static final int SHOWN = 3;

    private Holds() {}

    /** @param held the policy's shutdowns that hold now */
    public static Finding of(List<Shutdown> held) {
        if (held.isEmpty()) {
            return Finding.yes(Reason.NOT_HELD, "nothing is held back");
        }
        String names = held.stream()
                .map(it ->
                        it.getMetadata().getNamespace() + "/" + it.getMetadata().getName())
                .sorted()
                .limit(SHOWN)
                .collect(Collectors.joining(", "));
        return Finding.no(
                Reason.HELD,
                "SIGKILL is held back in " + held.size() + (held.size() == 1 ? " shutdown" : " shutdowns") + ": "
                        + names + "; spec.release: true of a Shutdown ends it");
    }
}
