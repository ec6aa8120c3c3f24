package dev.gracefulshutdown.operator.request;

import java.util.Optional;

/**
 * Decides what comes next for a request.
 *
 * <ol>
 *   <li>The pod that is meant is the one whose uid the request names, else the one that there is at first sight. Its uid is
 *       pinned on the request before anything is done; a pod with another one is never touched.
 *   <li>What has ended by itself needs nothing.
 *   <li>A pod that is being deleted is not deleted again: a second deletion could ask for less time. It is followed.
 *   <li>It is deleted once. A pin without a record of the deletion is one that a crash came after: the pod tells whether
 *       it was deleted.
 * </ol>
 */
final class RequestRule {
    private RequestRule() {}

    /**
     * What is known.
     *
     * @param asked the uid that the request names
     * @param pinned the uid that was pinned
     * @param running whether the status says that the pod is deleted
     * @param pod the present pod of that name
     */
    record Facts(Optional<String> asked, Optional<String> pinned, boolean running, Optional<Sight> pod) {}

    /**
     * A pod.
     *
     * @param over whether all its containers are over
     * @param terminating whether somebody has deleted it
     */
    record Sight(String uid, boolean over, boolean terminating) {}

    static RequestStep decide(Facts facts) {
        return facts.pinned().isPresent() ? pinned(facts, facts.pinned().get()) : first(facts);
    }

    private static RequestStep first(Facts facts) {
        if (facts.pod().isEmpty()) {
            return new RequestStep.Gone("there is no such pod: nothing was done");
        }
        Sight pod = facts.pod().get();
        if (facts.asked().filter(uid -> !uid.equals(pod.uid())).isPresent()) {
            return new RequestStep.Gone("the pod with uid " + facts.asked().get()
                    + " is gone; the present one of that name has uid " + pod.uid() + " and was not touched");
        }
        return pod.over()
                ? new RequestStep.Gone("its containers had ended by themselves before: nothing was done")
                : new RequestStep.Pin(pod.uid());
    }

    private static RequestStep pinned(Facts facts, String pin) {
        Optional<Sight> ours = facts.pod().filter(pod -> pod.uid().equals(pin));
        if (ours.isEmpty()) {
            return new RequestStep.Finish();
        }
        return facts.running() || ours.get().terminating() ? new RequestStep.Follow() : new RequestStep.Begin();
    }
}
