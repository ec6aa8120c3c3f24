package dev.gracefulshutdown.operator.history;

import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.Shutdown;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Set;

/**
 * Tells the controllers of policies which shutdowns have finished or gone, and looks at records again when what their policy
 * says of them may have changed.
 */
public final class RecordSource extends AbstractEventSource<Void, Shutdown> implements ResourceEventAware<Shutdown> {
    private final Records records;

    /** For the controller of shutdowns. */
    public RecordSource(Records records) {
        super(Void.class, "records");
        this.records = records;
    }

    /** A policy has changed or is gone. */
    public void changed(PolicyRef policy) {
        if (isRunning()) {
            records.of(policy)
                    .forEach(record -> getEventHandler().handleEvent(new Event(ResourceID.fromResource(record))));
        }
    }

    @Override
    public void onResourceCreated(Shutdown shutdown) {
        if (Records.isFinished(shutdown)) {
            records.tell(shutdown);
        }
    }

    @Override
    public void onResourceUpdated(Shutdown now, Shutdown before) {
        if (Records.isFinished(now) && !Records.isFinished(before)) {
            records.tell(now);
        }
    }

    @Override
    public void onResourceDeleted(Shutdown shutdown) {
        if (Records.isFinished(shutdown)) {
            records.tell(shutdown);
        }
    }

    @Override
    public Set<Void> getSecondaryResources(Shutdown shutdown) {
        return Set.of();
    }
}
