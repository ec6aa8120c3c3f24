package dev.gracefulshutdown.cli.kit;

import dev.gracefulshutdown.api.ContainerOverride;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.file.Document;
import dev.gracefulshutdown.api.file.Problem;
import dev.gracefulshutdown.plan.ProfileChoice;
import dev.gracefulshutdown.profile.UnknownProfileException;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Profiles that nobody knows: the schema can't say so, for the next version may know more. */
public final class UnknownProfiles {
    private UnknownProfiles() {}

    /** Those that a document names. */
    public static Stream<Problem> in(Document<?> document) {
        if (!(document.resource() instanceof CustomResource<?, ?> resource)
                || !(resource.getSpec() instanceof PolicySpec policy)) {
            return Stream.empty();
        }
        List<ContainerOverride> overrides = policy.overrides();
        return Stream.concat(
                problem(document, "spec.profile", policy.settings()).stream(),
                IntStream.range(0, overrides.size())
                        .boxed()
                        .flatMap(i ->
                                problem(
                                        document,
                                        "spec.containers[" + i + "].profile",
                                        overrides.get(i).settings())
                                        .stream()));
    }

    private static Optional<Problem> problem(Document<?> document, String field, StopSettings settings) {
        try {
            var _ = ProfileChoice.of(settings, "", List.of());
            return Optional.empty();
        } catch (UnknownProfileException e) {
            return Optional.of(document.problem(field, String.valueOf(e.getMessage()), ""));
        }
    }
}
