package dev.gracefulshutdown.operator.restart;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;

/** Evicts pods: the one way of ending them that minds disruption budgets (Kubernetes, "API-initiated Eviction"). */
public record Evictions(KubernetesClient client) {
    /** The client would take a budget's refusal (429) for a throttled call and repeat it for minutes. */
    private static final RequestConfig ONCE =
            new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();

    /**
     * Evicts a pod, and no other one of that name.
     *
     * @param grace instead of the pod's own, which may be shorter than its ladder
     * @return false when a disruption budget does not allow it now; true also when it is gone already
     * @throws KubernetesClientException 403 without the right; 500 when several budgets hold for it
     */
    public boolean evict(String namespace, PodView pod, Optional<Duration> grace) {
        DeleteOptionsBuilder options = new DeleteOptionsBuilder().withPreconditions(new Preconditions(null, pod.uid()));
        grace.ifPresent(
                it -> options.withGracePeriodSeconds(it.plusNanos(999_999_999).toSeconds()));
        try {
            return client.adapt(NamespacedKubernetesClient.class)
                    .withRequestConfig(ONCE)
                    .call(once -> evict(once, namespace, pod, options.build()));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return true;
            }
            throw e;
        }
    }

    private static boolean evict(KubernetesClient client, String namespace, PodView pod, DeleteOptions options) {
        var one = client.pods().inNamespace(namespace).withName(pod.name());
        return one.evict(new EvictionBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(pod.name())
                        .endMetadata()
                        .withDeleteOptions(options)
                        .build())
                || one.get() == null;
    }
}
