package dev.gracefulshutdown.api.file;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Shutdown;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds that files may hold. */
enum Kind {
    POLICY("GracefulShutdownPolicy", "gracefulshutdownpolicies", GracefulShutdownPolicy.class),
    CLUSTER_POLICY(
            "ClusterGracefulShutdownPolicy", "clustergracefulshutdownpolicies", ClusterGracefulShutdownPolicy.class),
    SHUTDOWN("Shutdown", "shutdowns", Shutdown.class);

    private final String kind;
    private final String plural;
    private final Class<? extends HasMetadata> type;

    Kind(String kind, String plural, Class<? extends HasMetadata> type) {
        this.kind = kind;
        this.plural = plural;
        this.type = type;
    }

    static Optional<Kind> of(String name) {
        return Arrays.stream(values()).filter(k -> k.kind.equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(k -> k.kind).toList();
    }

    Class<? extends HasMetadata> type() {
        return type;
    }

    /** Read when the first document of the kind is. */
    Schema schema() {
        return BundledSchemas.of(plural);
    }
}
