package dev.gracefulshutdown.operator;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Shutdown;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** Tries whether the operator may read in a namespace what it watches in each from the beginning. */
record ReadProbe(KubernetesClient client) {
    private static final List<Class<? extends HasMetadata>> WATCHED =
            List.of(GracefulShutdownPolicy.class, Shutdown.class, Pod.class);

    /**
     * Which right is missing, as the API server says; empty for none.
     *
     * @throws KubernetesClientException when it can't be told
     */
    Optional<String> refusal(String namespace) {
        ListOptions one = new ListOptionsBuilder().withLimit(1L).build();
        try {
            WATCHED.forEach(
                    type -> client.resources(type).inNamespace(namespace).list(one));
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return Optional.ofNullable(e.getStatus()).map(Status::getMessage).or(() -> Optional.of("forbidden"));
        }
    }
}
