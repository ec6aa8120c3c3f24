package dev.gracefulshutdown.operator.request;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.handover.InPlace;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose turn it is: of the requests that agents carry out in place, one at a time for each pod, the oldest first. Who holds
 * a turn is remembered until the cache tells of it, so that two that are looked at in the same moment don't both go. For any
 * number of threads.
 */
final class Queue {
    /** The name decides between two of the same second. */
    private static final Comparator<Shutdown> RANK = Comparator.comparing(
                    (Shutdown it) -> it.getMetadata().getCreationTimestamp())
            .thenComparing(it -> it.getMetadata().getName());

    private final Map<String, String> holders = new HashMap<>();

    /**
     * Takes the turn, or tells who comes before.
     *
     * @param podUid the pod's
     * @param open the requests for that pod that are not finished, this one among them or not
     */
    synchronized Optional<Shutdown> before(Shutdown request, String podUid, List<Shutdown> open) {
        Optional<Shutdown> first = open.stream()
                .filter(it -> !uid(it).equals(uid(request)))
                .filter(it -> InPlace.podUid(it).filter(podUid::equals).isPresent())
                .filter(it -> isUnderWay(it, podUid) || RANK.compare(it, request) < 0 && !isHolder(request, podUid))
                .min(Comparator.comparing((Shutdown it) -> !isUnderWay(it, podUid))
                        .thenComparing(RANK));
        if (first.isEmpty()) {
            holders.put(podUid, uid(request));
        }
        return first;
    }

    /** The pod is gone, or the request is over. */
    synchronized void left(Shutdown request, String podUid) {
        holders.remove(podUid, uid(request));
    }

    private boolean isUnderWay(Shutdown other, String podUid) {
        return InPlace.isHandedOut(other) || InPlace.phase(other) == Phase.RUNNING || isHolder(other, podUid);
    }

    private boolean isHolder(Shutdown request, String podUid) {
        return uid(request).equals(holders.get(podUid));
    }

    private static String uid(Shutdown request) {
        return request.getMetadata().getUid();
    }
}
