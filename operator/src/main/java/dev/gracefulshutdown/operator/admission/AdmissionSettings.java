package dev.gracefulshutdown.operator.admission;

import dev.gracefulshutdown.operator.admission.pod.PodSecurity;
import dev.gracefulshutdown.plan.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How admission is set up.
 *
 * @param configuration the name of the mutating and of the validating webhook configuration, which are there already
 * @param port where the API server calls; 0 for any free one
 * @param certificateFolder where somebody else keeps {@code tls.crt} and {@code tls.key} up to date, and the
 *     configurations' {@code caBundle} besides; empty for certificates of our own
 * @param certificateLifetime of one of our own; it is renewed when a third of it is left
 * @param trustDelay how long API servers may take to hear of a new {@code caBundle}
 * @param agentHookPort where agents listen on their node; 0 without agents: pods are left as they are
 * @param podSecurity what holds in namespaces that say nothing themselves
 * @param limits what policies can't exceed
 */
public record AdmissionSettings(
        String configuration,
        int port,
        Optional<Path> certificateFolder,
        Duration certificateLifetime,
        Duration trustDelay,
        int agentHookPort,
        PodSecurity podSecurity,
        Limits limits) {
    /** Long enough that a renewal which fails for weeks is seen in time. */
    public static final Duration CERTIFICATE_LIFETIME = Duration.ofDays(90);

    /** API servers watch the configurations; this is far more than a watch takes. */
    public static final Duration TRUST_DELAY = Duration.ofMinutes(1);
}
