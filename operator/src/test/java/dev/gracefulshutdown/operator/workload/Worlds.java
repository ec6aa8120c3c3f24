package dev.gracefulshutdown.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Workloads as the API server keeps them, without one. */
final class Worlds {
    private Worlds() {}

    static GenericKubernetesResource workload(String yaml) {
        // What begins with a brace would be taken for JSON.
        return Serialization.unmarshal("---\n" + yaml, GenericKubernetesResource.class);
    }

    /** What is left of a workload after one of our merge patches (RFC 7396). */
    static GenericKubernetesResource patched(
            GenericKubernetesResource workload, @Nullable Mark mark, Map<String, Object> spec) {
        GenericKubernetesResource patched = Serialization.clone(workload);
        Map<String, String> annotations = new HashMap<>();
        if (patched.getMetadata().getAnnotations() != null) {
            annotations.putAll(patched.getMetadata().getAnnotations());
        }
        if (mark == null) {
            annotations.remove(Mark.ANNOTATION);
        } else {
            annotations.put(Mark.ANNOTATION, mark.text());
        }
        patched.getMetadata().setAnnotations(annotations);
        patched.setAdditionalProperty(
                "spec", merged(patched.getAdditionalProperties().get("spec"), spec));
        return patched;
    }

    private static Object merged(@Nullable Object before, Object change) {
        if (!(change instanceof Map<?, ?> changes)) {
            return change;
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        if (before instanceof Map<?, ?> map) {
            map.forEach((key, value) -> merged.put(String.valueOf(key), value));
        }
        changes.forEach((key, value) -> {
            if (value == null) {
                merged.remove(String.valueOf(key));
            } else {
                merged.put(String.valueOf(key), merged(merged.get(String.valueOf(key)), value));
            }
        });
        return merged;
    }
}
