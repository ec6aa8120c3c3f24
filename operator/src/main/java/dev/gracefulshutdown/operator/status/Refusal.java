package dev.gracefulshutdown.operator.status;

/**
 * Why a policy or a request can't be carried out. Nothing is touched then.
 *
 * @param message which object, which field, what to change
 * @param passes whether it may pass without a change of the policy, as when the workload is yet to come
 */
public record Refusal(Reason reason, String message, boolean passes) {
    /** It may pass by itself. */
    public static Refusal until(Reason reason, String message) {
        return new Refusal(reason, message, true);
    }

    /** Somebody has to change something. */
    public static Refusal forGood(Reason reason, String message) {
        return new Refusal(reason, message, false);
    }
}
