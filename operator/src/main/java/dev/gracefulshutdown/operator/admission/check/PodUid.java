package dev.gracefulshutdown.operator.admission.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gracefulshutdown.operator.admission.Request;
import dev.gracefulshutdown.operator.admission.Verdict;
import dev.gracefulshutdown.operator.admission.Webhook;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.regex.Pattern;

/** Says which pod a request means: another one of the same name, made later, is never hit. */
public record PodUid(KubernetesClient client) implements Webhook {
    /** RFC 1123, as Kubernetes takes it. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");

    @Override
    public Verdict review(Request request) {
        JsonNode ref = request.object().path("spec").path("podRef");
        if (!request.isCreation() || !ref.isObject() || ref.hasNonNull("uid")) {
            return Verdict.allowed();
        }
        String name = ref.path("name").asText();
        // Whatever is no name of a pod belongs into no path: the check finds that there is none.
        Pod pod = NAME.matcher(name).matches()
                ? client.pods().inNamespace(request.namespace()).withName(name).get()
                : null;
        if (pod == null) {
            return Verdict.allowed();
        }
        var patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject()
                .put("op", "add")
                .put("path", "/spec/podRef/uid")
                .put("value", pod.getMetadata().getUid());
        return new Verdict.Patched(patch);
    }
}
