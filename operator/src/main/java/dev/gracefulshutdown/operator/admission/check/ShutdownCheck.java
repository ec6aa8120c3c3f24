package dev.gracefulshutdown.operator.admission.check;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownSpec.Origin;
import dev.gracefulshutdown.api.ShutdownSpec.PodRef;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.operator.admission.Request;
import dev.gracefulshutdown.operator.admission.Verdict;
import dev.gracefulshutdown.operator.admission.Webhook;
import dev.gracefulshutdown.plan.Limits;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/**
 * Shutdowns: whoever asks for one, or releases a Hold, may delete the pod, or for a Docker container every pod of the
 * namespace; records are the agents' alone.
 */
public final class ShutdownCheck implements Webhook {
    private final KubernetesClient client;
    private final Rights rights;
    private final Limits limits;

    /** One that asks by this client. */
    public ShutdownCheck(KubernetesClient client, Limits limits) {
        this.client = client;
        this.rights = new Rights(client);
        this.limits = limits;
    }

    @Override
    public Verdict review(Request request) {
        ShutdownSpec spec = client.getKubernetesSerialization()
                .convertValue(request.object(), Shutdown.class)
                .getSpec();
        String user = request.user().path("username").asText();
        // The configuration's matchConditions keep the agents' own records away from here.
        if (spec.origin() == Origin.OBSERVED && request.isCreation()) {
            return new Verdict.Denied("spec.origin: Observed is for the agents' records, and " + user
                    + " is no agent; say Requested, or leave it out");
        }
        List<String> wrong = new ArrayList<>();
        PodRef pod = spec.podRef();
        Access end = Access.endPods(request.namespace(), pod == null ? "" : pod.name());
        if (!rights.has(request.user(), end)) {
            wrong.add("spec: it ends a " + (pod == null ? "container" : "pod") + ", and " + user + " may not "
                    + end.display() + "; ask for that right");
        } else if (pod != null && pod.uid() == null && request.isCreation()) {
            wrong.add("spec.podRef.name: there is no pod " + pod.name() + " in namespace " + request.namespace()
                    + "; see kubectl get pods -n " + request.namespace());
        }
        StopSettings plan = spec.plan();
        if (plan != null) {
            wrong.addAll(new LimitCheck(limits, request.namespace()).of("spec.plan", plan, plan));
        }
        return wrong.isEmpty() ? Verdict.allowed() : new Verdict.Denied(String.join("; ", wrong));
    }
}
