package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.api.ContainerOverride;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.file.Document;
import dev.gracefulshutdown.api.file.Problem;
import dev.gracefulshutdown.cli.kit.SettingPath;
import dev.gracefulshutdown.plan.ContainerFacts;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Planner;
import dev.gracefulshutdown.plan.ProfileChoice;
import dev.gracefulshutdown.profile.ServerProfile;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Steps that come later than the end where neither the policy nor the container says when that is. They are valid, for a
 * container may have more time; one that has not can't be stopped by them.
 */
final class StepsBeyondDefaults {
    /** A name that no container has: the settings for all. */
    private static final String ANY = "";

    private StepsBeyondDefaults() {}

    /** Those of a document. */
    static Stream<Problem> in(Document<?> document) {
        if (!(document.resource() instanceof CustomResource<?, ?> resource)
                || !(resource.getSpec() instanceof PolicySpec policy)) {
            return Stream.empty();
        }
        return Stream.concat(Stream.of(ANY), policy.overrides().stream().map(ContainerOverride::name))
                .flatMap(container -> in(document, policy, container).stream())
                .distinct();
    }

    private static Optional<Problem> in(Document<?> document, PolicySpec policy, String container) {
        StopSettings own = policy.settingsFor(container);
        boolean docker = policy instanceof GracefulShutdownPolicySpec spec && spec.docker() != null;
        StopSettings profile = ProfileChoice.of(own, "", List.of())
                .map(ServerProfile::settings)
                .orElse(StopSettings.NONE);
        try {
            var _ = Planner.plan(own, profile, docker ? ContainerFacts.DOCKER : ContainerFacts.KUBERNETES);
            return Optional.empty();
        } catch (InvalidPlanException e) {
            return Optional.of(document.problem(
                    SettingPath.of(policy, container, e.field(), StopSettings::escalation),
                    String.valueOf(e.getMessage()),
                    "that is what " + (docker ? "Docker" : "Kubernetes") + " gives a container that says nothing"));
        }
    }
}
