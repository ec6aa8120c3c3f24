package dev.gracefulshutdown.cli.kit;

import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.file.Document;
import dev.gracefulshutdown.plan.ProfileChoice;
import dev.gracefulshutdown.profile.UnknownProfileException;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Profiles that nobody knows: the schema can't say so, for the next version may know more. */
public final class UnknownProfiles {
    private UnknownProfiles() {}

    /** Those that a document names. */
    public static Stream<dev.gracefulshutdown.api.file.Problem> in(Document<?> document) {
        if (!(document.resource() instanceof CustomResource<?, ?> resource)
                || !(resource.getSpec() instanceof PolicySpec policy)) {
            return Stream.empty();
        }
        return Stream.concat(
                problem(document, "spec.profile", policy.settings()).stream(),
                policy.overrides().stream()
                        .flatMap(
                                override -> problem(
                                        document,
                                        "spec.containers[" + override.name() + "].profile",
                                        override.settings())
                                        .stream()));
    }

    private static Optional<dev.gracefulshutdown.api.file.Problem> problem(
            Document<?> document, String field, StopSettings settings) {
        try {
            var _ = ProfileChoice.of(settings, "", List.of());
            return Optional.empty();
        } catch (UnknownProfileException e) {
            return Optional.of(new dev.gracefulshutdown.api.file.Problem(
                    document.file(), document.line(), 1, field, String.valueOf(e.getMessage()), ""));
        }
    }
}
