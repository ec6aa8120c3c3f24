package dev.gracefulshutdown.matching;

/**
 * A policy that matches a pod and does not hold for it.
 *
 * @param loser the policy
 * @param winner the one that holds
 */
public record Conflict(EffectivePolicy loser, EffectivePolicy winner) {
    /** Why the winner holds. */
    public enum Reason {
        /** It names the pod more closely, as a rule on purpose: a policy for the cluster gives way so. */
        MORE_SPECIFIC,
        /** Both name it as closely, which nobody can have meant. */
        OLDER,
        /** Both are even of the same second. */
        FIRST_BY_NAME
    }

    /** Why the winner holds. */
    public Reason reason() {
        if (winner.reach() != loser.reach()) {
            return Reason.MORE_SPECIFIC;
        }
        return winner.createdAt().equals(loser.createdAt()) ? Reason.FIRST_BY_NAME : Reason.OLDER;
    }

    /** With whom, why, and what to do about it. */
    public String message() {
        String with = winner.source().display();
        return switch (reason()) {
            case MORE_SPECIFIC ->
                with + " holds instead, for it is the more specific one: it matches by "
                        + winner.reach().words() + ", this one by "
                        + loser.reach().words();
            case OLDER -> with + " holds instead, for it is older; " + remedy();
            case FIRST_BY_NAME -> with + " holds instead, for its name comes first; " + remedy();
        };
    }

    private String remedy() {
        return loser.reach() == Reach.TARGET ? "delete one of the two" : "narrow the selector of one of the two";
    }
}
