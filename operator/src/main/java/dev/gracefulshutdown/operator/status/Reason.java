package dev.gracefulshutdown.operator.status;

import dev.gracefulshutdown.api.EnumNames;

/** Why something is as it is: the one set of words behind conditions, Events, logs and metrics. */
public enum Reason {
    /** All is as the policy says. */
    AS_ASKED(Weight.NORMAL),
    /** The policy holds for its target. */
    ACCEPTED(Weight.NORMAL),
    /** Another policy has the same workload. */
    CONFLICTED(Weight.WARNING),
    /** The workload that is named does not exist. */
    TARGET_NOT_FOUND(Weight.WARNING),
    /** The operator does not look after workloads of that kind. */
    KIND_UNKNOWN(Weight.WARNING),
    /** The operator lacks a right. */
    FORBIDDEN(Weight.WARNING),
    /** The workload's kind can't do what is asked. */
    NOT_POSSIBLE(Weight.WARNING),
    /** The settings make no ladder. */
    INVALID(Weight.WARNING),
    /** The namespace is kept out of the operator's reach. */
    EXEMPT(Weight.WARNING),
    /** Another request for the same pod comes first. */
    WAITING_FOR_ITS_TURN(Weight.NORMAL),
    /** The node's agent has been told and has not begun. */
    AGENT_AWAITED(Weight.NORMAL),
    /** The node's agent does it. */
    AGENT_ACTS(Weight.NORMAL),
    /** The node has no agent, or it does not act. */
    AGENT_AWAY(Weight.WARNING),
    /** Nothing is held back. */
    NOT_HELD(Weight.NORMAL),
    /** Every container hears its first signal. */
    HEARD(Weight.NORMAL),
    /** A container has nobody who hears its first signal. */
    NOBODY_HEARS(Weight.WARNING),
    /** A container's processes can't be read. */
    NOT_READABLE(Weight.NORMAL),
    /** No agent has looked at the pods. */
    NO_REPORT(Weight.NORMAL),
    /** The hand-over to the agents is in place. */
    PREPARED(Weight.NORMAL),
    /** A container has a hook of its own. */
    OWN_PRE_STOP_HOOK(Weight.WARNING),
    /** A pod is older than its policy. */
    PODS_PREDATE_POLICY(Weight.WARNING),
    /** The namespace's Pod Security forbids the hook. */
    POD_SECURITY(Weight.WARNING),
    /** Nobody prepares pods. */
    NO_ADMISSION(Weight.NORMAL),
    /** Only an agent on the node can do it. */
    NEEDS_AGENT(Weight.WARNING),
    /** The pods are given less time than the ladder takes. */
    GRACE_TOO_SHORT(Weight.WARNING),
    /** The pods are given the time that the ladder takes. */
    GRACE_FITS(Weight.NORMAL),
    /** New pods are not prepared yet. */
    REGISTERING(Weight.NORMAL),
    /** A stop is under way. */
    STOPPING(Weight.NORMAL),
    /** A kill is under way. */
    KILLING(Weight.NORMAL),
    /** The workload is stopped. */
    STOPPED(Weight.NORMAL),
    /** A stopped workload is started again. */
    STARTING(Weight.NORMAL),
    /** A stopped workload was started again. */
    RESTORED(Weight.NORMAL),
    /** A restart is under way. */
    RESTARTING(Weight.NORMAL),
    /** A restart is over. */
    RESTARTED(Weight.NORMAL),
    /** The kubelet would start containers again with a delay. */
    BACK_OFF(Weight.NORMAL),
    /** A disruption budget allows no eviction now. */
    DISRUPTION_BUDGET(Weight.NORMAL),
    /** An autoscaler would start again what is to be stopped. */
    AUTOSCALED(Weight.WARNING),
    /** Somebody else undoes what the policy asks for. */
    CONTESTED(Weight.WARNING),
    /** A shutdown was asked for, and somebody else had already begun it. */
    JOINED(Weight.NORMAL),
    /** A shutdown is over. */
    FINISHED(Weight.NORMAL),
    /** There was nothing left to shut down. */
    ALREADY_GONE(Weight.NORMAL),
    /** SIGKILL ended it. */
    FORCED(Weight.WARNING),
    /** A shutdown could not be carried out, or nobody can say how it ended. */
    FAILED(Weight.WARNING),
    /** It is over, and nobody saw how it ended. */
    UNSEEN(Weight.WARNING),
    /** The operator has no Docker host of that name. */
    HOST_UNKNOWN(Weight.WARNING),
    /** The Docker host is not for policies of that namespace. */
    NAMESPACE_NOT_ALLOWED(Weight.WARNING),
    /** The Docker host can't be reached; it is tried again. */
    HOST_UNREACHABLE(Weight.WARNING),
    /** The Docker host is about to be looked at. */
    LOOKING(Weight.NORMAL),
    /** A Docker Engine would not or could not do what was asked; it is tried again. */
    ENGINE_ERROR(Weight.WARNING),
    /** The grace period is over, and SIGKILL is held back. */
    HELD(Weight.WARNING),
    /** What would be done, in a dry run. */
    DRY_RUN(Weight.NORMAL),
    /** The API server or a webhook failed; it is tried again. */
    API_ERROR(Weight.WARNING);

    private enum Weight {
        NORMAL,
        WARNING
    }

    private final Weight weight;

    Reason(Weight weight) {
        this.weight = weight;
    }

    /** As it stands in a status. */
    public String text() {
        return EnumNames.of(this);
    }

    /** Whether somebody should look at it. */
    public boolean isWarning() {
        return weight == Weight.WARNING;
    }
}
