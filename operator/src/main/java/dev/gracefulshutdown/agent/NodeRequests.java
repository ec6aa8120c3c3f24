package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.handover.InPlace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The Shutdowns that concern this node: what its agent is asked for, and its own records, which somebody may release. */
final class NodeRequests implements AutoCloseable {
    /** Told on the watch's own thread. */
    interface Listener {
        /** One is new, or has changed. */
        void changed(Shutdown shutdown);

        /** One was taken away. */
        void gone(Shutdown shutdown);
    }

    private final List<SharedIndexInformer<Shutdown>> informers;

    /** @param namespaces those that are looked at; empty for all */
    NodeRequests(KubernetesClient client, String node, Set<String> namespaces) {
        var shutdowns = client.resources(Shutdown.class);
        Stream<AnyNamespaceOperation<Shutdown, ?, ?>> places = namespaces.isEmpty()
                ? Stream.of(shutdowns.inAnyNamespace())
                : namespaces.stream().map(shutdowns::inNamespace);
        informers = places.map(place -> informer(place, InPlace.label(node))).toList();
    }

    private static SharedIndexInformer<Shutdown> informer(AnyNamespaceOperation<Shutdown, ?, ?> place, String label) {
        return place.withLabel(InPlace.NODE, label)
                .runnableInformer(0)
                .itemStore(new BasicItemStore<>(Cache::metaNamespaceKeyFunc) {
                    @Override
                    public Shutdown put(String key, Shutdown shutdown) {
                        return super.put(key, lean(shutdown));
                    }
                });
    }

    /** Done when all that are there have been told of. */
    CompletableFuture<Void> start(Listener listener) {
        informers.forEach(informer -> informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Shutdown shutdown) {
                listener.changed(shutdown);
            }

            @Override
            public void onUpdate(Shutdown before, Shutdown now) {
                listener.changed(now);
            }

            @Override
            public void onDelete(Shutdown shutdown, boolean unknown) {
                listener.gone(shutdown);
            }
        }));
        return CompletableFuture.allOf(informers.stream()
                .map(informer -> informer.start().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Timelines of what is over would be most of the memory. */
    private static Shutdown lean(Shutdown shutdown) {
        shutdown.getMetadata().setManagedFields(List.of());
        if (InPlace.phase(shutdown) == Phase.FINISHED) {
            shutdown.setStatus(shutdown.getStatus().withoutContainers());
        }
        return shutdown;
    }

    /** As it is now; empty when it was taken away, and another one of that name may be there. */
    Optional<Shutdown> now(String namespace, String name, String uid) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        return informers.stream()
                .flatMap(informer -> Stream.ofNullable(informer.getStore().getByKey(key)))
                .filter(it -> it.getMetadata().getUid().equals(uid))
                .findFirst();
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }
}
