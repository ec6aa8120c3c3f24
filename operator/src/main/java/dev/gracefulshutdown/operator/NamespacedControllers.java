package dev.gracefulshutdown.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.processing.Controller;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The controllers of what is in namespaces, which may come to watch further ones. Not by the SDK's own way: that one halts the
 * controller meanwhile, and a reconcile that ends in that moment leaves its object to nobody.
 */
final class NamespacedControllers {
    private final Map<Controller<?>, Set<String>> watched = new LinkedHashMap<>();

    /**
     * Another one, to be told after those before it.
     *
     * @param namespaces those that it watches from the beginning
     */
    <P extends HasMetadata> Controller<P> add(RegisteredController<P> registered, Set<String> namespaces) {
        Controller<P> controller = (Controller<P>) registered;
        watched.put(controller, Set.copyOf(namespaces));
        return controller;
    }

    /**
     * Watches one more; returns when all that is there is known. For one thread.
     *
     * @throws io.javaoperatorsdk.operator.OperatorException when it can't be watched; it can be tried again
     */
    void join(String namespace) {
        watched.replaceAll((controller, present) -> joined(controller, present, namespace));
    }

    private static Set<String> joined(Controller<?> controller, Set<String> present, String namespace) {
        Set<String> all = new HashSet<>(present);
        if (all.add(namespace)) {
            try {
                controller.getEventSourceManager().changeNamespaces(all);
            } catch (RuntimeException e) {
                // The next attempt would take what has failed for running.
                controller.getEventSourceManager().changeNamespaces(present);
                throw e;
            }
        }
        return all;
    }

    /** What one of them has of a namespace. */
    static <P extends HasMetadata> Stream<P> of(Controller<P> controller, String namespace) {
        return controller.getEventSourceManager().getControllerEventSource().list(namespace, any -> true);
    }
}
