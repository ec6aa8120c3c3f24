package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.ladder.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/** What containers have come to, in words. */
final class RecordWords {
    private RecordWords() {}

    /** How each ended. */
    static String of(List<ContainerRecord> containers) {
        return containers.stream().map(it -> it.name() + ": " + it.reason()).collect(Collectors.joining("; "));
    }

    /** Those from which SIGKILL is held back, and how that is ended. */
    static String held(Shutdown shutdown, List<ContainerRecord> containers) {
        String held = containers.stream()
                .filter(it -> it.outcome() == Outcome.HELD)
                .map(ContainerRecord::name)
                .collect(Collectors.joining(", "));
        return "the time is over and SIGKILL is held back from " + held
                + ": look at what it waits for, or end it with kubectl patch -n "
                + shutdown.getMetadata().getNamespace() + " shutdown "
                + shutdown.getMetadata().getName() + " --type merge -p '{\"spec\":{\"release\":true}}'";
    }
}
