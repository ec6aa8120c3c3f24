package dev.gracefulshutdown.operator.lean;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where an informer of the SDK keeps its objects. */
public final class LeanStore {
    /** Of how many at once a first list is read: thousands in one piece would be the peak of all memory. */
    public static final long PAGE = 500;

    private LeanStore() {}

    /**
     * One for the only informer of a source; null, which is the informer's own, when it has one for each of several
     * namespaces. The SDK would hand the same store to all of them, and each one throws out what it does not know itself.
     *
     * @param namespaces those that are watched, one entry for all of the cluster
     */
    public static <R extends HasMetadata> @Nullable ItemStore<R> of(UnaryOperator<R> lean, Set<String> namespaces) {
        return namespaces.size() <= 1 ? new TransformingItemStore<>(lean) : null;
    }
}
