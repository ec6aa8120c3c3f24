package dev.gracefulshutdown.operator.clusterpolicy;

import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.matching.PolicyIndex;
import dev.gracefulshutdown.operator.PolicyNews;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Objects;
import java.util.Set;

/** Keeps the index of policies for the cluster, and wakes them all when any other policy comes, changes or goes. */
final class Neighbours extends AbstractEventSource<Void, ClusterGracefulShutdownPolicy>
        implements ResourceEventAware<ClusterGracefulShutdownPolicy> {
    private final IndexerResourceCache<ClusterGracefulShutdownPolicy> policies;
    private final PolicyIndex index;
    private final PolicyNews news;

    Neighbours(IndexerResourceCache<ClusterGracefulShutdownPolicy> policies, PolicyIndex index, PolicyNews news) {
        super(Void.class, "neighbours");
        this.policies = policies;
        this.index = index;
        this.news = news;
        news.listen(this::wake);
    }

    /** Those that there are from the beginning have to be known before the first pod is matched. */
    @Override
    public void start() {
        policies.list().forEach(index::put);
        super.start();
    }

    private void wake(PolicyRef changed) {
        if (isRunning()) {
            policies.list()
                    .map(ResourceID::fromResource)
                    .filter(id -> changed.namespace() != null || !id.getName().equals(changed.name()))
                    .forEach(id -> getEventHandler().handleEvent(new Event(id)));
        }
    }

    @Override
    public void onResourceCreated(ClusterGracefulShutdownPolicy policy) {
        index.put(policy);
        news.tell(PolicyRef.of(policy));
    }

    @Override
    public void onResourceUpdated(ClusterGracefulShutdownPolicy now, ClusterGracefulShutdownPolicy before) {
        if (!Objects.equals(
                now.getMetadata().getGeneration(), before.getMetadata().getGeneration())) {
            index.put(now);
            news.tell(PolicyRef.of(now));
        }
    }

    @Override
    public void onResourceDeleted(ClusterGracefulShutdownPolicy policy) {
        index.remove(policy);
        news.tell(PolicyRef.of(policy));
    }

    @Override
    public Set<Void> getSecondaryResources(ClusterGracefulShutdownPolicy policy) {
        return Set.of();
    }
}
