package dev.gracefulshutdown.operator.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where an informer keeps objects without what nobody here looks at. */
final class LeanStore {
    private LeanStore() {}

    /**
     * One for the only informer of a source; null, which is the informer's own, when it has one for each of several
     * namespaces. The SDK would hand the same store to all of them, and each one throws out what it does not know itself.
     */
    static <R extends HasMetadata> @Nullable ItemStore<R> of(UnaryOperator<R> lean, EventSourceContext<?> context) {
        return context.getControllerConfiguration()
                                .getInformerConfig()
                                .getNamespaces()
                                .size()
                        == 1
                ? new TransformingItemStore<>(lean)
                : null;
    }
}
