package dev.gracefulshutdown.operator.docker;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What must outlive the operator about one request.
 *
 * @param namespace the request's
 * @param name the request's
 * @param container the id of the container that is meant: the one that was there at first sight
 * @param startedAt of the run that is meant; the next one is none of its business
 * @param begun whether its ladder was begun: then no other one ever is
 * @param policy whose settings held
 * @param deadline when SIGKILL was due, where it was
 * @param ended what it has come to, until the request's status says so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RequestNote(
        String namespace,
        String name,
        String container,
        @Nullable Instant startedAt,
        boolean begun,
        @Nullable PolicyRef policy,
        @Nullable Instant deadline,
        @Nullable ShutdownStatus ended) {
    static RequestNote of(Shutdown request, ContainerDetails container) {
        return new RequestNote(
                request.getMetadata().getNamespace(),
                request.getMetadata().getName(),
                container.id(),
                container.startedAt().orElse(null),
                false,
                null,
                null,
                null);
    }

    RequestNote asBegun(@Nullable PolicyRef by, @Nullable Instant end) {
        return new RequestNote(namespace, name, container, startedAt, true, by, end, null);
    }

    RequestNote asEnded(ShutdownStatus facts) {
        return new RequestNote(namespace, name, container, startedAt, begun, policy, deadline, facts);
    }

    /** Whether it is this run of this container that is meant. */
    boolean means(ContainerDetails found) {
        return container.equals(found.id())
                && Objects.equals(startedAt, found.startedAt().orElse(null));
    }
}
