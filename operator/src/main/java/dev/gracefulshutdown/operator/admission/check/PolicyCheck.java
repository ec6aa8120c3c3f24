package dev.gracefulshutdown.operator.admission.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.operator.admission.Request;
import dev.gracefulshutdown.operator.admission.Verdict;
import dev.gracefulshutdown.operator.admission.Webhook;
import dev.gracefulshutdown.plan.Limits;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;

/** Policies of both kinds: whoever writes one needs the rights to what it does, and it keeps within the limits. */
public final class PolicyCheck implements Webhook {
    private final KubernetesSerialization serialization;
    private final Rights rights;
    private final Limits limits;

    /** One that asks by this client. */
    public PolicyCheck(KubernetesClient client, Limits limits) {
        this.serialization = client.getKubernetesSerialization();
        this.rights = new Rights(client);
        this.limits = limits;
    }

    @Override
    public Verdict review(Request request) {
        PolicySpec spec = spec(request);
        List<String> wrong = new ArrayList<>(new LimitCheck(limits, request.namespace()).of(spec));
        if (spec.mode() != Mode.DRY_RUN) {
            missing(request, spec).forEach(wrong::add);
        }
        return wrong.isEmpty() ? Verdict.allowed() : new Verdict.Denied(String.join("; ", wrong));
    }

    private PolicySpec spec(Request request) {
        JsonNode object = request.object();
        return request.kind().equals(ClusterGracefulShutdownPolicy.class.getSimpleName())
                ? serialization
                        .convertValue(object, ClusterGracefulShutdownPolicy.class)
                        .getSpec()
                : serialization
                        .convertValue(object, GracefulShutdownPolicy.class)
                        .getSpec();
    }

    private List<String> missing(Request request, PolicySpec spec) {
        String user = request.user().path("username").asText();
        List<String> missing = new ArrayList<>();
        Access end = Access.endPods(request.namespace(), "");
        if (!rights.has(request.user(), end)) {
            missing.add("spec: the policy ends pods, and " + user + " may not " + end.display()
                    + "; ask for that right, or say mode: DryRun");
        }
        if (spec instanceof GracefulShutdownPolicySpec own && own.state() != null && own.targetRef() != null) {
            Access scale = Access.scale(own.targetRef(), request.namespace());
            if (!rights.has(request.user(), scale)) {
                missing.add("spec.state: it stops and starts the workload, and " + user + " may not " + scale.display()
                        + "; ask for that right, or leave spec.state out");
            }
        }
        return missing;
    }
}
