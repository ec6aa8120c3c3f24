package dev.gracefulshutdown.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object's conditions, made anew at every reconcile. A condition's transition time moves with its status only, and the
 * order is always the same, so that an unchanged world makes an unchanged status (Kubernetes API conventions, "Typical
 * status properties").
 */
public final class Conditions {
    /** Of the API's own schema for conditions. */
    private static final int LONGEST_MESSAGE = 32_768;

    private final Map<ConditionType, Finding> findings = new EnumMap<>(ConditionType.class);

    /** Says one; the last word counts. */
    public Conditions with(ConditionType type, Finding finding) {
        findings.put(type, finding);
        return this;
    }

    /** What was said of one. */
    public Optional<Finding> get(ConditionType type) {
        return Optional.ofNullable(findings.get(type));
    }

    /** Everything is as it should be. */
    public Conditions ready(Reason reason, String message) {
        return kstatus(Finding.yes(reason, message), Finding.no(reason, message), Finding.no(reason, message));
    }

    /** It is on its way there. */
    public Conditions reconciling(Reason reason, String message) {
        return kstatus(Finding.no(reason, message), Finding.yes(reason, message), Finding.no(reason, message));
    }

    /** It stays as it is until somebody changes something. */
    public Conditions stalled(Reason reason, String message) {
        return kstatus(Finding.no(reason, message), Finding.no(reason, message), Finding.yes(reason, message));
    }

    private Conditions kstatus(Finding ready, Finding reconciling, Finding stalled) {
        return with(ConditionType.READY, ready)
                .with(ConditionType.RECONCILING, reconciling)
                .with(ConditionType.STALLED, stalled);
    }

    /**
     * As they stand in a status.
     *
     * @param before those of the present status
     * @param generation of the spec that they speak of
     */
    public List<Condition> toStatus(@Nullable List<Condition> before, long generation, Instant now) {
        List<Condition> old = before == null ? List.of() : before;
        return findings.entrySet().stream()
                .map(e -> condition(e.getKey().text(), e.getValue(), old, generation, now))
                .toList();
    }

    private static Condition condition(
            String type, Finding finding, List<Condition> before, long generation, Instant now) {
        String since = before.stream()
                .filter(c -> c.getType().equals(type)
                        && c.getStatus().equals(finding.state().text()))
                .map(Condition::getLastTransitionTime)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        String message = finding.message();
        return new ConditionBuilder()
                .withType(type)
                .withStatus(finding.state().text())
                .withReason(finding.reason().text())
                .withMessage(message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }
}
