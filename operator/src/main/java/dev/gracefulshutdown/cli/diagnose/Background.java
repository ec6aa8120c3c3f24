package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.cli.kit.Policies;
import dev.gracefulshutdown.diagnosis.Facts;
import dev.gracefulshutdown.host.PolicyFit;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.List;
import java.util.Optional;

/**
 * What is known of containers besides what they show.
 *
 * @param policies that are given
 * @param records of earlier shutdowns, the oldest first
 */
record Background(Policies policies, List<Shutdown> records) {
    Background {
        records = List.copyOf(records);
    }

    /** @throws dev.gracefulshutdown.cli.kit.Problem when two policies fit equally well */
    Optional<GracefulShutdownPolicy> policy(ContainerDetails container) {
        return policies.of(container);
    }

    Facts added(Facts facts, ContainerDetails container) {
        return facts.knowing(
                policy(container).map(p -> PolicyFit.settings(p.getSpec(), container)),
                PastStops.of(container, records));
    }
}
