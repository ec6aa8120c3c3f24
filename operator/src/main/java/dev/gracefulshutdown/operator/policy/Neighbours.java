package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.matching.PolicyIndex;
import dev.gracefulshutdown.operator.PolicyNews;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the index of all policies, and wakes those that may win or lose a workload when another one comes, goes or changes
 * its target.
 */
final class Neighbours extends AbstractEventSource<Void, GracefulShutdownPolicy>
        implements ResourceEventAware<GracefulShutdownPolicy> {
    private final IndexerResourceCache<GracefulShutdownPolicy> policies;
    private final PolicyIndex index;
    private final PolicyNews news;

    Neighbours(EventSourceContext<GracefulShutdownPolicy> context, PolicyIndex index, PolicyNews news) {
        super(Void.class, "neighbours");
        this.index = index;
        this.news = news;
        this.policies = context.getPrimaryCache();
    }

    /** Those that there are from the beginning have to be known before the first of them is looked at. */
    @Override
    public void start() {
        policies.list().forEach(index::put);
        super.start();
    }

    @Override
    public void onResourceCreated(GracefulShutdownPolicy policy) {
        index.put(policy);
        news.tell(PolicyRef.of(policy));
        wake(policy);
    }

    @Override
    public void onResourceUpdated(GracefulShutdownPolicy now, GracefulShutdownPolicy before) {
        index.put(now);
        if (!Objects.equals(
                now.getMetadata().getGeneration(), before.getMetadata().getGeneration())) {
            news.tell(PolicyRef.of(now));
        }
        if (!PolicyIndexes.reach(now).equals(PolicyIndexes.reach(before))) {
            wake(before);
            wake(now);
        }
    }

    @Override
    public void onResourceDeleted(GracefulShutdownPolicy policy) {
        index.remove(policy);
        news.tell(PolicyRef.of(policy));
        wake(policy);
    }

    private void wake(GracefulShutdownPolicy policy) {
        List<String> places = PolicyIndexes.reach(policy);
        places.stream()
                .flatMap(place -> policies.byIndex(PolicyIndexes.BY_REACH, place).stream())
                .map(ResourceID::fromResource)
                .filter(id -> !id.equals(ResourceID.fromResource(policy)))
                .distinct()
                .forEach(id -> getEventHandler().handleEvent(new Event(id)));
    }

    @Override
    public Set<Void> getSecondaryResources(GracefulShutdownPolicy policy) {
        return Set.of();
    }

    @Override
    public Optional<Void> getSecondaryResource(GracefulShutdownPolicy policy) {
        return Optional.empty();
    }
}
