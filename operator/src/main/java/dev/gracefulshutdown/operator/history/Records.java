package dev.gracefulshutdown.operator.history;

import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.ladder.Outcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The finished shutdowns, by policy, for all controllers: those of policies read here what the one of shutdowns keeps. */
public final class Records {
    private static final String BY_POLICY = "policy";
    private static final String BY_HOLDING_POLICY = "policy of a hold";
    private static final String BY_GROUP = "policy and namespace";

    private final List<Consumer<PolicyRef>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable IndexerResourceCache<Shutdown> shutdowns;

    /** To be called once, before anything starts, with what the controller of shutdowns keeps. */
    public void keptIn(IndexerResourceCache<Shutdown> cache) {
        cache.addIndexers(Map.of(
                BY_POLICY, Records::policyKeys, BY_HOLDING_POLICY, Records::holdingKeys, BY_GROUP, Records::groupKeys));
        shutdowns = cache;
    }

    /** A policy's finished shutdowns, in all namespaces. */
    public List<Shutdown> of(CustomResource<? extends PolicySpec, ?> policy) {
        return of(PolicyRef.of(policy));
    }

    /** A policy's shutdowns whose SIGKILL is held back. */
    public List<Shutdown> heldOf(CustomResource<? extends PolicySpec, ?> policy) {
        return cache().byIndex(BY_HOLDING_POLICY, key(PolicyRef.of(policy)));
    }

    /** One of them, finished or not. */
    public Optional<Shutdown> get(String namespace, String name) {
        return cache().get(new ResourceID(name, namespace));
    }

    List<Shutdown> of(PolicyRef policy) {
        return cache().byIndex(BY_POLICY, key(policy));
    }

    /** The finished shutdowns of the same policy, or of none, in the same namespace. */
    List<Shutdown> groupOf(Shutdown record) {
        return groupKeys(record).stream()
                .flatMap(key -> cache().byIndex(BY_GROUP, key).stream())
                .toList();
    }

    /** Wakes a controller of policies when one of a policy's shutdowns has finished or is taken away. */
    public <P extends CustomResource<? extends PolicySpec, ?>> SimpleInboundEventSource<P> source(Class<P> policy) {
        SimpleInboundEventSource<P> source = new SimpleInboundEventSource<>("records");
        String kind = HasMetadata.getKind(policy);
        listeners.add(ref -> {
            if (ref.kind().equals(kind)) {
                source.propagateEvent(new ResourceID(ref.name(), ref.namespace()));
            }
        });
        return source;
    }

    /** A record has come or gone, or begun to hold. */
    public void tell(Shutdown record) {
        policy(record).ifPresent(policy -> listeners.forEach(listener -> listener.accept(policy)));
    }

    static boolean isFinished(Shutdown shutdown) {
        ShutdownStatus status = shutdown.getStatus();
        return status != null && status.phase() == Phase.FINISHED;
    }

    static Optional<PolicyRef> policy(Shutdown shutdown) {
        return Optional.ofNullable(shutdown.getStatus()).flatMap(status -> Optional.ofNullable(status.policy()));
    }

    private IndexerResourceCache<Shutdown> cache() {
        return Objects.requireNonNull(shutdowns, "the controller of shutdowns is registered first");
    }

    private static List<String> policyKeys(Shutdown shutdown) {
        return isFinished(shutdown)
                ? policy(shutdown).map(Records::key).stream().toList()
                : List.of();
    }

    private static List<String> holdingKeys(Shutdown shutdown) {
        ShutdownStatus status = shutdown.getStatus();
        return status != null && !isFinished(shutdown) && status.outcome() == Outcome.HELD
                ? policy(shutdown).map(Records::key).stream().toList()
                : List.of();
    }

    private static List<String> groupKeys(Shutdown shutdown) {
        String policy = policy(shutdown).map(Records::key).orElse("");
        return isFinished(shutdown) ? List.of(shutdown.getMetadata().getNamespace() + "/" + policy) : List.of();
    }

    private static String key(PolicyRef policy) {
        return policy.display();
    }
}
