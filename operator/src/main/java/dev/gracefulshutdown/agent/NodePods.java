package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.handover.HandOver;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pods of this node. */
final class NodePods implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodePods.class);
    private static final String BY_HANDLE = "handle";
    private static final String BY_UID = "uid";

    /** A call takes milliseconds; the client itself tries again for a minute and more. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Many ask at once in a drain, and few of them need to ask the API server after this. */
    private static final Duration WATCH_LAG = Duration.ofMillis(10);

    private final KubernetesClient client;
    private final SharedIndexInformer<Pod> informer;
    private final Map<String, CompletableFuture<Optional<Pod>>> deletions = new ConcurrentHashMap<>();
    private final ExecutorService questions = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("fresh-", 0).factory());

    NodePods(KubernetesClient client, String node) {
        this.client = client;
        informer = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", node)
                .runnableInformer(0)
                .addIndexers(Map.of(
                        BY_HANDLE,
                        pod -> HandOver.handle(pod).stream().toList(),
                        BY_UID,
                        pod -> List.of(pod.getMetadata().getUid())));
    }

    /**
     * Begins to watch.
     *
     * @param changed told of every pod as it was, where it was known, and as it is; on the watch's own thread
     * @param gone told of every pod that is gone
     */
    CompletionStage<Void> start(BiConsumer<Optional<Pod>, Pod> changed, Consumer<Pod> gone) {
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                changed.accept(Optional.empty(), pod);
            }

            @Override
            public void onUpdate(Pod before, Pod now) {
                tellOfDeletion(now);
                changed.accept(Optional.of(before), now);
            }

            @Override
            public void onDelete(Pod pod, boolean unknown) {
                gone.accept(pod);
            }
        });
        return informer.start();
    }

    private void tellOfDeletion(Pod pod) {
        if (NodePlans.isDeleted(pod)) {
            Optional.ofNullable(deletions.get(pod.getMetadata().getUid()))
                    .ifPresent(waiting -> waiting.complete(Optional.of(pod)));
        }
    }

    /** Empty also where several have it: who copies a pod with its annotations must not have another one ended. */
    Optional<Pod> byHandle(String handle) {
        List<Pod> pods = informer.getIndexer().byIndex(BY_HANDLE, handle);
        if (pods.size() > 1) {
            LOG.atWarn()
                    .addKeyValue(
                            "pods",
                            pods.stream()
                                    .map(pod -> pod.getMetadata().getNamespace() + "/"
                                            + pod.getMetadata().getName())
                                    .toList())
                    .log("several pods have the same handle: their shutdowns are left to the kubelet; create them"
                            + " without the annotation " + HandOver.HANDLE);
        }
        return pods.size() == 1 ? Optional.of(pods.getFirst()) : Optional.empty();
    }

    Optional<Pod> byUid(String uid) {
        return informer.getIndexer().byIndex(BY_UID, uid).stream().findFirst();
    }

    Stream<Pod> all() {
        return informer.getStore().list().stream();
    }

    /**
     * As it is now: as our watch shows it to be deleted, which as a rule it does as soon as the kubelet's own, or as the API
     * server tells it when it is asked. What we knew where neither happens soon, for the kubelet waits, and empty where it is
     * another one by now.
     */
    Optional<Pod> fresh(Pod known) {
        String uid = known.getMetadata().getUid();
        CompletableFuture<Optional<Pod>> answer = deletions.computeIfAbsent(uid, _ -> new CompletableFuture<>());
        try {
            // Before this one was there, nobody was told.
            byUid(uid).filter(NodePlans::isDeleted).ifPresent(pod -> answer.complete(Optional.of(pod)));
            CompletableFuture.delayedExecutor(WATCH_LAG.toMillis(), TimeUnit.MILLISECONDS, questions)
                    .execute(() -> {
                        if (!answer.isDone()) {
                            answer.complete(asked(known));
                        }
                    });
            return answer.completeOnTimeout(Optional.of(known), SOON.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } finally {
            deletions.remove(uid, answer);
        }
    }

    private Optional<Pod> asked(Pod known) {
        try {
            Pod now = client.pods()
                    .inNamespace(known.getMetadata().getNamespace())
                    .withName(known.getMetadata().getName())
                    .get();
            return Optional.ofNullable(now)
                    .filter(pod -> pod.getMetadata()
                            .getUid()
                            .equals(known.getMetadata().getUid()));
        } catch (KubernetesClientException e) {
            return Optional.of(known);
        }
    }

    /** Whether the watch is in step. */
    boolean isHealthy() {
        return informer.hasSynced() && informer.isWatching();
    }

    @Override
    public void close() {
        informer.stop();
        questions.shutdownNow();
    }
}
