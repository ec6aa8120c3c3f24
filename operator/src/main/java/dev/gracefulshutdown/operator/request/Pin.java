package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.handover.InPlace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which pod a request is for, kept on the request itself: it outlives the operator, and nothing is done before. */
record Pin(KubernetesClient client, String fieldManager) {
    /**
     * Pins it, on the request as it was read: one that is withdrawn meanwhile does nothing.
     *
     * @param node whose agent carries it out; empty where none has to
     * @return the request as it is then
     * @throws io.fabric8.kubernetes.client.KubernetesClientException 409 when it has changed, 404 when it is gone
     */
    Shutdown set(Shutdown request, String uid, Optional<String> node) {
        var metadata = request.getMetadata();
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("uid", metadata.getUid());
        changes.put("resourceVersion", metadata.getResourceVersion());
        changes.put("annotations", Map.of(InPlace.POD_UID, uid));
        node.ifPresent(name -> changes.put("labels", Map.of(InPlace.NODE, InPlace.label(name))));
        String patch = client.getKubernetesSerialization().asJson(Map.of("metadata", changes));
        return client.resources(Shutdown.class)
                .inNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager(fieldManager)
                                .build(),
                        patch);
    }
}
