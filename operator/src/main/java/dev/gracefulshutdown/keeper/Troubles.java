package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.profile.UnknownProfileException;
import dev.gracefulshutdown.runtime.docker.DockerException;
import java.util.Objects;

/** Failures in words: the object, the field where there is one, what to do. */
public final class Troubles {
    private Troubles() {}

    /** What an engine would not or could not do, with the remedy. */
    public static String of(DockerException e) {
        return e.getMessage() + "; " + e.remedy();
    }

    /** Of settings that make no ladder for one container. */
    public static String of(InvalidPlanException e, Policy policy, String container) {
        return policy.source() + ": " + field(policy.spec(), container) + e.field() + ": " + e.getMessage();
    }

    /** Of a profile that there is not. */
    public static String of(UnknownProfileException e, Policy policy, String container) {
        return policy.source() + ": " + field(policy.spec(), container) + "profile: "
                + Objects.requireNonNullElse(e.getMessage(), "there is no such profile");
    }

    private static String field(GracefulShutdownPolicySpec spec, String container) {
        return spec.overrides().stream().anyMatch(o -> o.name().equals(container))
                ? "spec.containers[" + container + "], else spec."
                : "spec.";
    }
}
