package dev.gracefulshutdown.operator.lean;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Metadata without who wrote what, which is asked for on demand. */
final class LeanMetadata {
    /** A copy of the whole object, kubectl's own. */
    static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private LeanMetadata() {}

    static void clean(ObjectMeta metadata) {
        metadata.setManagedFields(List.of());
        Map<String, String> annotations = metadata.getAnnotations();
        if (annotations != null && annotations.containsKey(LAST_APPLIED)) {
            Map<String, String> rest = new HashMap<>(annotations);
            rest.remove(LAST_APPLIED);
            metadata.setAnnotations(rest);
        }
    }
}
