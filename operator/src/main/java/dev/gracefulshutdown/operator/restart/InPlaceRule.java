package dev.gracefulshutdown.operator.restart;

import java.util.List;
import java.util.Optional;

/**
 * Decides a restart in place: containers end and start again in pods that stay.
 *
 * <ol>
 *   <li>Every pod that there was at the beginning is asked once. It is done when its request is over, or when its containers
 *       have started since: a request may be taken away with its history.
 *   <li>Away is what the workload lacks: the pods it is meant to have, less those that are ready and not being asked. No request
 *       makes that more than {@code maxUnavailable}; a pod that isn't ready is away already, and goes first.
 *   <li>A request that failed ends the restart: what stopped it would stop the next one too.
 *   <li>It is over when every pod is done and all that are meant to be there are ready.
 * </ol>
 */
public record InPlaceRule(int maxUnavailable, boolean byOrdinal) {
    /** How far a pod is. */
    public enum State {
        /** Nothing was asked for. */
        OLD,
        /** Its request is not over. */
        ASKED,
        /** Its containers are new ones. */
        DONE,
        /** Its request could not be carried out. */
        FAILED
    }

    /** A pod and how far it is. */
    public record Sight(PodView pod, State state) {
        boolean available() {
            return pod.available() && state != State.ASKED;
        }
    }

    /**
     * What comes next.
     *
     * @param desired how many pods the workload is meant to have
     * @param pods those that are there
     */
    public RestartStep decide(int desired, List<Sight> pods) {
        Optional<Sight> failed =
                pods.stream().filter(it -> it.state() == State.FAILED).findFirst();
        if (failed.isPresent()) {
            return new RestartStep.Failed(failed.get().pod());
        }
        List<PodView> old = pods.stream()
                .filter(it -> it.state() == State.OLD && !it.pod().terminating())
                .map(Sight::pod)
                .sorted(PodView.order(byOrdinal))
                .toList();
        int available = (int) pods.stream().filter(Sight::available).count();
        boolean asked = pods.stream().anyMatch(it -> it.state() == State.ASKED);
        if (old.isEmpty() && !asked && available >= desired) {
            return new RestartStep.Done();
        }
        long broken = old.stream().filter(pod -> !pod.ready()).count();
        long room = maxUnavailable - Math.max(0, desired - available - broken);
        List<PodView> next = old.stream().limit(Math.max(0, room)).toList();
        return next.isEmpty()
                ? new RestartStep.Wait(old.size() + " pods are left; " + available + " of " + desired + " are ready")
                : new RestartStep.Next(next);
    }
}
