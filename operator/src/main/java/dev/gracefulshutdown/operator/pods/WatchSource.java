package dev.gracefulshutdown.operator.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Collection;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What one controller hears of a watch that several share.
 *
 * @param <P> what the controller is for
 */
public final class WatchSource<P extends HasMetadata> extends AbstractEventSource<Void, P> {
    private final Runnable begin;
    private final BooleanSupplier healthy;

    WatchSource(String name, Runnable begin, BooleanSupplier healthy) {
        super(Void.class, name);
        this.begin = begin;
        this.healthy = healthy;
    }

    @Override
    public void start() {
        begin.run();
        super.start();
    }

    /** What comes before the start needs nobody: each is looked at then. */
    void wake(Collection<ResourceID> primaries) {
        if (isRunning()) {
            primaries.forEach(id -> getEventHandler().handleEvent(new Event(id)));
        }
    }

    @Override
    public Status getStatus() {
        return healthy.getAsBoolean() ? Status.HEALTHY : Status.UNHEALTHY;
    }

    @Override
    public Set<Void> getSecondaryResources(P primary) {
        return Set.of();
    }
}
