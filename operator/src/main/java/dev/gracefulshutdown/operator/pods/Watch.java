package dev.gracefulshutdown.operator.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Objects of one type, watched once for all controllers: the SDK's own sources would each keep a copy. It begins with the
 * first controller that needs it.
 */
final class Watch<T extends HasMetadata> implements AutoCloseable {
    private static final Duration SYNC = Duration.ofMinutes(2);

    /** One of them came, changed or went. */
    record Change<T>(Optional<T> before, Optional<T> now) {
        /** As it is, or was at last. */
        T latest() {
            return now.or(() -> before).orElseThrow();
        }
    }

    private final UnaryOperator<T> lean;
    private final Map<String, Function<T, List<String>>> indexers;
    private final List<SharedIndexInformer<T>> informers = new CopyOnWriteArrayList<>();
    private final List<Consumer<Change<T>>> listeners = new CopyOnWriteArrayList<>();
    private boolean started;

    /**
     * Not begun yet.
     *
     * @param informers one a namespace, or one for all
     */
    Watch(
            Stream<SharedIndexInformer<T>> informers,
            UnaryOperator<T> lean,
            Map<String, Function<T, List<String>>> indexers) {
        this.lean = lean;
        this.indexers = indexers;
        informers.map(this::prepared).forEach(this.informers::add);
    }

    private SharedIndexInformer<T> prepared(SharedIndexInformer<T> informer) {
        return informer.itemStore(new TransformingItemStore<>(lean))
                .addIndexers(indexers)
                .addEventHandler(new Handler());
    }

    void listen(Consumer<Change<T>> listener) {
        listeners.add(listener);
    }

    /** @throws OperatorException when the API server can't be reached, or a right is missing */
    synchronized void start() {
        if (started) {
            return;
        }
        informers.forEach(Watch::start);
        started = true;
    }

    /**
     * One more, once it knows what there is.
     *
     * @throws OperatorException as {@link #start()} does; nothing has come of it then
     */
    synchronized void add(SharedIndexInformer<T> further) {
        SharedIndexInformer<T> informer = prepared(further);
        try {
            start(informer);
        } catch (OperatorException e) {
            informer.stop();
            throw e;
        }
        informers.add(informer);
    }

    private static void start(SharedIndexInformer<?> informer) {
        try {
            informer.start().toCompletableFuture().get(SYNC.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new OperatorException(
                    "can't watch " + informer.getApiTypeClass().getSimpleName() + " objects", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("interrupted", e);
        }
    }

    boolean isHealthy() {
        return informers.stream().allMatch(SharedIndexInformer::isRunning);
    }

    List<T> byIndex(String index, String key) {
        return informers.stream()
                .flatMap(informer -> informer.getIndexer().byIndex(index, key).stream())
                .toList();
    }

    Optional<T> get(String key) {
        return informers.stream()
                .flatMap(informer -> Stream.ofNullable(informer.getIndexer().getByKey(key)))
                .findFirst();
    }

    Stream<T> all() {
        return informers.stream().flatMap(informer -> informer.getIndexer().list().stream());
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }

    private void tell(Change<T> change) {
        listeners.forEach(listener -> listener.accept(change));
    }

    private final class Handler implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T now) {
            tell(new Change<>(Optional.empty(), Optional.of(now)));
        }

        @Override
        public void onUpdate(T before, T now) {
            tell(new Change<>(Optional.of(before), Optional.of(now)));
        }

        @Override
        public void onDelete(T last, boolean unknown) {
            tell(new Change<>(Optional.of(last), Optional.empty()));
        }
    }
}
