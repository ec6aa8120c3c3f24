package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.time.Clock;

/** Writes a request's status: a whole new one by server-side apply, and only when it says something else than before. */
record StatusWriter(Clock clock) {
    void write(Account account, Context<Shutdown> context) {
        write(account.request(), account.toStatus(clock.instant()), false, context);
    }

    /**
     * Writes it.
     *
     * @param locked whether it is written on the very state that was seen: somebody else writes the status, too
     * @throws io.fabric8.kubernetes.client.KubernetesClientException 409 when that is no more
     */
    void write(Shutdown request, ShutdownStatus after, boolean locked, Context<Shutdown> context) {
        if (after.equals(request.getStatus())) {
            return;
        }
        Shutdown fresh = new Shutdown();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withNamespace(request.getMetadata().getNamespace())
                .withName(request.getMetadata().getName())
                .withResourceVersion(locked ? request.getMetadata().getResourceVersion() : null)
                .build());
        fresh.setStatus(after);
        var _ = PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(request, fresh, context);
    }
}
