package dev.gracefulshutdown.operator.status;

import dev.gracefulshutdown.api.EnumNames;

/** The conditions of our resources. True is good in each, but for Reconciling and Stalled, as kstatus has them. */
public enum ConditionType {
    READY,
    RECONCILING,
    STALLED,
    ACCEPTED,
    GRACE_SUFFICIENT,
    SIGNALS_HEARD,
    HAND_OVER,
    NOT_HELD;

    /** As it stands in a status. */
    public String text() {
        return EnumNames.of(this);
    }
}
