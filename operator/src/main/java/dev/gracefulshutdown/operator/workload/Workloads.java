package dev.gracefulshutdown.operator.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes to workloads: one merge patch a change, of what we change and nothing else, and only to the version that the
 * decision was made on.
 */
public record Workloads(KubernetesClient client) {
    /** Whose our changes are, in {@code metadata.managedFields}. */
    public static final String FIELD_MANAGER = "graceful-operator";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Stops a workload and marks it.
     *
     * @return the workload as it is then
     * @throws io.fabric8.kubernetes.client.KubernetesClientException 409 when it has changed meanwhile, 403 without the right
     */
    public GenericKubernetesResource stop(WorkloadKind kind, GenericKubernetesResource workload, Mark mark) {
        return patch(kind, workload, mark.text(), kind.stop());
    }

    /** Brings back what was, and takes the mark away; fails as {@link #stop} does. */
    public GenericKubernetesResource start(WorkloadKind kind, GenericKubernetesResource workload, Mark mark) {
        return patch(kind, workload, null, kind.start(mark.was()));
    }

    /** Takes the mark away; fails as {@link #stop} does. */
    public GenericKubernetesResource unmark(WorkloadKind kind, GenericKubernetesResource workload) {
        return patch(kind, workload, null, Map.of());
    }

    private GenericKubernetesResource patch(
            WorkloadKind kind, GenericKubernetesResource workload, @Nullable String mark, Map<String, Object> spec) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("resourceVersion", workload.getMetadata().getResourceVersion());
        metadata.put("annotations", Collections.singletonMap(Mark.ANNOTATION, mark));
        Map<String, Object> patch =
                spec.isEmpty() ? Map.of("metadata", metadata) : Map.of("metadata", metadata, "spec", spec);
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(FIELD_MANAGER)
                .build();
        return client.genericKubernetesResources(
                        kind.type().apiVersion(), kind.type().kind())
                .inNamespace(workload.getMetadata().getNamespace())
                .withName(workload.getMetadata().getName())
                .patch(context, json(patch));
    }

    private static String json(Map<String, Object> patch) {
        try {
            return JSON.writeValueAsString(patch);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
