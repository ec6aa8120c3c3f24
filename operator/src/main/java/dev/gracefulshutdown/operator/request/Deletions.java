package dev.gracefulshutdown.operator.request;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;

/** Deletes a pod in the very state in which it was seen: no other one of that name, and none that somebody else has deleted. */
record Deletions(KubernetesClient client) {
    /**
     * Deletes it.
     *
     * @param pod as the API server has told it just now
     * @param grace in whole seconds, at the least one: with 0 the API server would forget the pod while its containers run
     * @return false when it had changed or gone meanwhile
     * @throws KubernetesClientException 403 without the right
     */
    boolean delete(Pod pod, Duration grace) {
        var metadata = pod.getMetadata();
        DeleteOptions options = new DeleteOptionsBuilder()
                .withApiVersion("v1")
                .withKind("DeleteOptions")
                .withGracePeriodSeconds(Math.max(1, grace.toSeconds()))
                .withPreconditions(new Preconditions(metadata.getResourceVersion(), metadata.getUid()))
                .build();
        String path = "/api/v1/namespaces/" + metadata.getNamespace() + "/pods/" + metadata.getName();
        try {
            var _ = client.raw(path, "DELETE", options);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
