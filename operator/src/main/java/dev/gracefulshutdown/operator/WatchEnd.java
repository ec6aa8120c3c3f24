package dev.gracefulshutdown.operator;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.api.config.InformerStoppedHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch that has ended for good: we would act on what is no more, and so end as well. The SDK's own way takes one for it that
 * never began, for it may list and not watch; that one is told to whoever began it.
 */
final class WatchEnd implements InformerStoppedHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WatchEnd.class);

    @Override
    @SuppressWarnings("rawtypes")
    public void onStop(SharedIndexInformer informer, @Nullable Throwable failure) {
        if (failure != null && hasBegun(informer)) {
            LOG.atError().setCause(failure).log("the watch of {} has ended: ending, to be started anew", informer);
            System.exit(1);
        }
    }

    private static boolean hasBegun(SharedIndexInformer<?> informer) {
        return !informer.start().toCompletableFuture().isCompletedExceptionally();
    }
}
