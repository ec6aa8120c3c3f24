package dev.gracefulshutdown.host;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.shutdown.ShutdownRecords;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shutdowns of containers as resources. */
public final class ShutdownResources {
    private static final int LONGEST_NAME = 253;

    private ShutdownResources() {}

    /** One shutdown of one container, as it stands. */
    public static Shutdown of(ContainerDetails container, Reason why, ShutdownReport report) {
        Shutdown shutdown = new Shutdown();
        shutdown.setMetadata(new ObjectMetaBuilder().withName(name(container)).build());
        shutdown.setSpec(spec(container.name(), container.id(), why));
        shutdown.setStatus(ShutdownRecords.status(container.name(), report));
        return shutdown;
    }

    /** One that was not even begun. */
    public static Shutdown refused(String name, Optional<ContainerDetails> container, Reason why, String because) {
        Shutdown shutdown = new Shutdown();
        shutdown.setMetadata(new ObjectMetaBuilder()
                .withName(container.map(ShutdownResources::name).orElseGet(() -> sanitised(name)))
                .build());
        shutdown.setSpec(spec(name, container.map(ContainerDetails::id).orElse(null), why));
        shutdown.setStatus(new ShutdownStatus(
                null,
                null,
                Phase.FINISHED,
                Outcome.FAILED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new ContainerRecord(name, Outcome.FAILED, null, because, List.of()))));
        return shutdown;
    }

    private static ShutdownSpec spec(String name, @Nullable String id, Reason why) {
        return new ShutdownSpec(
                why.origin(),
                null,
                new ShutdownSpec.DockerContainer(why.host().orElse(null), name, id),
                null,
                why.policy().orElse(null),
                why.plan().orElse(null),
                why.cause(),
                null,
                null);
    }

    /** Of one run of the container: the next one has another. */
    private static String name(ContainerDetails container) {
        String run = "%08x".formatted((container.id() + container.startedAt()).hashCode());
        String name = sanitised(container.name());
        int room = LONGEST_NAME - run.length() - 1;
        return (name.length() > room ? name.substring(0, room) : name) + "-" + run;
    }

    private static String sanitised(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-").replaceFirst("^[^a-z0-9]+", "");
    }
}
