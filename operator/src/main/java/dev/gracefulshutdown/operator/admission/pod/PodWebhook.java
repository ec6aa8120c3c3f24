package dev.gracefulshutdown.operator.admission.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.operator.admission.Request;
import dev.gracefulshutdown.operator.admission.Verdict;
import dev.gracefulshutdown.operator.admission.Webhook;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Limits;
import dev.gracefulshutdown.profile.UnknownProfileException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.zjsonpatch.JsonDiff;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares pods at their creation. Whatever goes wrong, the pod is admitted. */
public final class PodWebhook implements Webhook {
    private static final Logger LOG = LoggerFactory.getLogger(PodWebhook.class);

    /** The kubelet's own pods, which the API only mirrors. */
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private static final String WINDOWS = "windows";
    private static final int HANDLE_BYTES = 16;

    /** What is known of the cluster. */
    public interface Surroundings {
        /** The policy that holds for a pod. */
        Optional<EffectivePolicy> policy(Pod pod, String namespace);

        /** A namespace's labels. */
        Map<String, String> labels(String namespace);
    }

    private final Surroundings surroundings;
    private final KubernetesSerialization serialization;
    private final int agentPort;
    private final PodSecurity podSecurity;
    private final Limits limits;
    private final Supplier<String> handles;

    /**
     * One that knows these surroundings.
     *
     * @param agentPort where the nodes' agents listen
     * @param podSecurity of namespaces that say nothing themselves
     * @param handles gives another one each time, which nobody can guess
     */
    public PodWebhook(
            Surroundings surroundings,
            KubernetesSerialization serialization,
            int agentPort,
            PodSecurity podSecurity,
            Limits limits,
            Supplier<String> handles) {
        this.surroundings = surroundings;
        this.serialization = serialization;
        this.agentPort = agentPort;
        this.podSecurity = podSecurity;
        this.limits = limits;
        this.handles = handles;
    }

    /** Handles that nobody can guess. */
    public static Supplier<String> randomHandles() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[HANDLE_BYTES];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        };
    }

    @Override
    public Verdict review(Request request) {
        try {
            Pod pod = serialization.convertValue(request.object(), Pod.class);
            if (!request.isCreation() || isLeftAlone(pod)) {
                return Verdict.allowed();
            }
            Optional<EffectivePolicy> policy =
                    surroundings.policy(pod, request.namespace()).filter(it -> it.mode() == Mode.ENFORCE);
            return policy.isEmpty() ? Verdict.allowed() : change(request, pod, policy.get());
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("namespace", request.namespace())
                    .setCause(e)
                    .log("could not prepare a pod: admitted as it is");
            return Verdict.allowed();
        }
    }

    private Verdict change(Request request, Pod pod, EffectivePolicy policy) {
        String namespace = request.namespace();
        PodRules rules = new PodRules(
                handles.get(),
                agentPort,
                podSecurity.of(surroundings.labels(namespace)),
                limits.maxCeiling(),
                limits.mayHold(namespace));
        try {
            JsonNode patch = JsonDiff.asJson(request.object(), PodChange.of(request.object(), pod, policy, rules));
            return patch.isEmpty() ? Verdict.allowed() : new Verdict.Patched(patch);
        } catch (InvalidPlanException | UnknownProfileException e) {
            return new Verdict.Allowed(List.of(policy.source().display()
                    + " makes no ladder for this pod, which is left to the kubelet: " + e.getMessage()));
        }
    }

    private static boolean isLeftAlone(Pod pod) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
        Map<String, String> nodes = Objects.requireNonNullElse(pod.getSpec().getNodeSelector(), Map.of());
        return annotations.containsKey(MIRROR)
                || (pod.getSpec().getOs() != null
                        && WINDOWS.equals(pod.getSpec().getOs().getName()))
                || WINDOWS.equals(nodes.get("kubernetes.io/os"));
    }
}
