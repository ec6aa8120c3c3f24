package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec.DockerContainer;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.operator.docker.DockerHosts;
import dev.gracefulshutdown.operator.status.Announcer;
import dev.gracefulshutdown.operator.status.RefusedException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;

/** Requests for containers of Docker hosts. Their hosts' desks carry them out; here is said what has come of it. */
record ContainerWork(DockerHosts hosts, StatusWriter statuses, Announcer announcer, Clock clock) {
    /** Goes on with one that is not finished, and says how it stands. Whatever changes about it wakes us. */
    void look(Shutdown request, DockerContainer container, Context<Shutdown> context) {
        ContainerAccount account = new ContainerAccount(request, hosts.hostName(container), clock.instant());
        ShutdownStatus after;
        try {
            after = account.toStatus(hosts.look(request, container));
        } catch (RefusedException e) {
            after = account.refused(e.refusal());
        }
        statuses.write(request, after, false, context);
        account.news(after).forEach(news -> announcer.announce(request, news.reason(), news.message()));
    }
}
