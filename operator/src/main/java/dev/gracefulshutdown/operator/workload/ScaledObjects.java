package dev.gracefulshutdown.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * KEDA's autoscalers. Unlike Kubernetes' own, which leaves a workload alone that has no replicas, they start it again from
 * none; paused at none they don't (KEDA, "Pausing autoscaling").
 */
public record ScaledObjects(KubernetesClient client) {
    /** How many replicas a paused one keeps its workload at. */
    public static final String PAUSED_REPLICAS = "autoscaling.keda.sh/paused-replicas";

    /** Named in full: the client knows a kind by itself only where the cluster has it. */
    private static final ResourceDefinitionContext SCALED_OBJECTS = new ResourceDefinitionContext.Builder()
            .withGroup("keda.sh")
            .withVersion("v1alpha1")
            .withKind("ScaledObject")
            .withPlural("scaledobjects")
            .withNamespaced(true)
            .build();

    private static final String PAUSED = "autoscaling.keda.sh/paused";
    private static final WorkloadType UNLESS_TOLD = new WorkloadType("apps/v1", "Deployment");

    /**
     * The one that would start a workload again if it were stopped.
     *
     * @return its name; empty too in a cluster without KEDA, and where they must not be looked at
     */
    public Optional<String> startingAgain(WorkloadType type, GenericKubernetesResource workload) {
        try {
            return client
                    .genericKubernetesResources(SCALED_OBJECTS)
                    .inNamespace(workload.getMetadata().getNamespace())
                    .list()
                    .getItems()
                    .stream()
                    .filter(it -> scales(it, type, workload.getMetadata().getName()) && !isPaused(it))
                    .map(it -> it.getMetadata().getName())
                    .sorted()
                    .findFirst();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean scales(GenericKubernetesResource scaler, WorkloadType type, String name) {
        WorkloadType target = new WorkloadType(
                Objects.requireNonNullElse(
                        scaler.get("spec", "scaleTargetRef", "apiVersion"), UNLESS_TOLD.apiVersion()),
                Objects.requireNonNullElse(scaler.get("spec", "scaleTargetRef", "kind"), UNLESS_TOLD.kind()));
        return type.equals(target) && name.equals(scaler.get("spec", "scaleTargetRef", "name"));
    }

    private static boolean isPaused(GenericKubernetesResource scaler) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(scaler.getMetadata().getAnnotations(), Map.of());
        String replicas = annotations.get(PAUSED_REPLICAS);
        return replicas == null ? "true".equals(annotations.get(PAUSED)) : "0".equals(replicas);
    }
}
