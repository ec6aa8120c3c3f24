package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.operator.Shared;
import dev.gracefulshutdown.operator.admission.AdmissionSettings;
import dev.gracefulshutdown.operator.admission.pod.PodSecurity;
import dev.gracefulshutdown.operator.history.Holds;
import dev.gracefulshutdown.operator.history.Records;
import dev.gracefulshutdown.operator.pods.GraceCheck;
import dev.gracefulshutdown.operator.pods.HandOverCheck;
import dev.gracefulshutdown.operator.pods.NamespaceCache;
import dev.gracefulshutdown.operator.pods.ReportCache;
import dev.gracefulshutdown.operator.pods.SignalsCheck;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Conditions;
import dev.gracefulshutdown.operator.status.RefusedException;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to be said of a policy's pods, whether or not anything is to be done. */
final class Checks {
    private final ReportCache reports;
    private final Optional<NamespaceCache> namespaces;
    private final Records records;

    /** What the cluster enforces by default, where new pods are prepared. */
    private final Optional<PodSecurity> prepares;

    Checks(Shared shared) {
        reports = shared.reports();
        namespaces = shared.namespaces();
        records = shared.records();
        prepares = shared.settings().observeOnly()
                ? Optional.empty()
                : shared.settings().admission().map(AdmissionSettings::podSecurity);
    }

    /** @throws RefusedException when the settings make no ladder */
    void tell(GracefulShutdownPolicy policy, List<Pod> pods, Conditions conditions) throws RefusedException {
        conditions
                .with(ConditionType.GRACE_SUFFICIENT, GraceCheck.of(policy.getSpec(), pods))
                .with(ConditionType.SIGNALS_HEARD, SignalsCheck.of(policy.getSpec(), pods, reports))
                .with(
                        ConditionType.HAND_OVER,
                        HandOverCheck.of(pods, prepares.isPresent(), this::mayHaveHooks, reports::hasAgent))
                .with(ConditionType.NOT_HELD, Holds.of(records.heldOf(policy)));
    }

    private boolean mayHaveHooks(String namespace) {
        return prepares.orElse(PodSecurity.PRIVILEGED)
                .of(namespaces.map(it -> it.labels(namespace)).orElse(Map.of()))
                .allowsHost();
    }
}
