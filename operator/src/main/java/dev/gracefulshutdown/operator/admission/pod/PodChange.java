package dev.gracefulshutdown.operator.admission.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gracefulshutdown.handover.HandOver;
import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.PodPlans;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a policy changes in a pod: nothing is ever lowered, and what was changed before is changed to the same again, but for
 * the handle, which is always a new one: the pod may be a copy of another.
 */
final class PodChange {
    private static final String GRACE = "terminationGracePeriodSeconds";
    private static final List<String> PROBES = List.of("livenessProbe", "startupProbe");
    private static final long KUBERNETES_DEFAULT = 30;

    private final ObjectNode changed;
    private final Pod pod;
    private final EffectivePolicy policy;
    private final PodRules rules;
    private final List<String> notes = new ArrayList<>();

    private PodChange(JsonNode json, Pod pod, EffectivePolicy policy, PodRules rules) {
        this.changed = json.deepCopy();
        this.pod = pod;
        this.policy = policy;
        this.rules = rules;
    }

    /**
     * Makes it.
     *
     * @param json the pod as the API server sent it
     * @param pod the same
     * @return the pod as it should be
     * @throws InvalidPlanException when the policy makes no ladder for one of its containers
     * @throws dev.gracefulshutdown.profile.UnknownProfileException for a profile that there is not
     */
    static JsonNode of(JsonNode json, Pod pod, EffectivePolicy policy, PodRules rules) throws InvalidPlanException {
        PodChange change = new PodChange(json, pod, policy, rules);
        PodPlans plans = PodPlans.of(pod.getSpec(), HandOver.grace(pod), policy::settingsFor);
        change.hooks();
        change.ceiling(Ceiling.of(pod, plans, rules.most(), rules.holds()));
        change.tell();
        return change.changed;
    }

    private void hooks() {
        List<Container> hookless = PodContainers.all(pod)
                .filter(container -> !HandOver.hasOwnHook(container))
                .toList();
        if (hookless.isEmpty()) {
            return;
        }
        if (!rules.security().allowsHost()) {
            if (hookless.stream().noneMatch(HandOver::isPrepared)) {
                notes.add("no hand-over, for the namespace enforces Pod Security " + rules.security()
                        + ", which forbids hooks with a host");
            }
            return;
        }
        hookless.forEach(this::hook);
        annotate(HandOver.HANDLE, rules.handle());
        notes.add("preStop hand-over to the node's agent in " + names(hookless));
    }

    private void hook(Container container) {
        ObjectNode lifecycle = container(container).withObjectProperty("lifecycle");
        lifecycle
                .putObject("preStop")
                .putObject("httpGet")
                .put("host", HandOver.HOST)
                .put("path", HandOver.path(rules.handle(), container.getName()))
                .put("port", rules.port())
                .put("scheme", "HTTP");
    }

    private void ceiling(Ceiling ceiling) {
        long former = HandOver.grace(pod).toSeconds();
        long present = Objects.requireNonNullElse(pod.getSpec().getTerminationGracePeriodSeconds(), KUBERNETES_DEFAULT);
        long given = Math.max(present, ceiling.seconds());
        if (given <= former) {
            return;
        }
        changed.withObjectProperty("spec").put(GRACE, given);
        annotate(HandOver.FORMER_GRACE, Long.toString(former));
        notes.add(GRACE + " " + former + " -> " + given
                + (ceiling.capped() ? ", the cluster's limit, though the ladder takes longer" : ""));
        List<Container> probed = PodContainers.all(pod)
                .filter(container -> keepFormerGrace(container, former))
                .toList();
        if (!probed.isEmpty()) {
            notes.add("probes keep " + former + " s in " + names(probed));
        }
    }

    /** Else a deadlocked server would be restarted as late as the ceiling allows. */
    private boolean keepFormerGrace(Container container, long former) {
        // The API server takes no 0 here.
        long kept = Math.max(1, former);
        boolean keeps = false;
        for (String name : PROBES) {
            if (container(container).get(name) instanceof ObjectNode probe
                    && probe.path(GRACE).asLong(kept) == kept) {
                probe.put(GRACE, kept);
                keeps = true;
            }
        }
        return keeps;
    }

    private void tell() {
        if (!notes.isEmpty()) {
            annotate(HandOver.CHANGES, policy.source().display() + ": " + String.join("; ", notes));
        }
    }

    private void annotate(String name, String value) {
        changed.withObjectProperty("metadata").withObjectProperty("annotations").put(name, value);
    }

    private ObjectNode container(Container container) {
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode found : changed.path("spec").path(list)) {
                if (found.path("name").asText().equals(container.getName())) {
                    return (ObjectNode) found;
                }
            }
        }
        throw new IllegalStateException("no container " + container.getName());
    }

    private static String names(List<Container> containers) {
        return String.join(", ", containers.stream().map(Container::getName).toList());
    }
}
