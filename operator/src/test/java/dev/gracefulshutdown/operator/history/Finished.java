package dev.gracefulshutdown.operator.history;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.ladder.Outcome;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** Shutdowns that are over. */
@NullUnmarked
final class Finished {
    private Finished() {}

    static Shutdown shutdown(String name, Outcome outcome, Instant finishedAt, Duration took) {
        Shutdown shutdown = new Shutdown();
        shutdown.setMetadata(new ObjectMetaBuilder()
                .withNamespace("shop")
                .withName(name)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .build());
        shutdown.setSpec(new ShutdownSpec(
                null, new ShutdownSpec.PodRef("pod-" + name, null), null, null, null, null, null, null, null));
        shutdown.setStatus(new ShutdownStatus(
                null, null, Phase.FINISHED, outcome, null, null, null, null, null, finishedAt, took, null));
        return shutdown;
    }
}
