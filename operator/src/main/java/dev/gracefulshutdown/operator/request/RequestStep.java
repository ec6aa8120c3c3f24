package dev.gracefulshutdown.operator.request;

/** What comes next for a request. */
sealed interface RequestStep {
    /** The pod had gone before: nothing is done. */
    record Gone(String message) implements RequestStep {}

    /** The pod's uid is pinned, if what is asked for can be done. */
    record Pin(String uid) implements RequestStep {}

    /** The shutdown begins: the pod is deleted, or handed to its node's agent. */
    record Begin() implements RequestStep {}

    /** The pod is on its way out. */
    record Follow() implements RequestStep {}

    /** The pod is gone. */
    record Finish() implements RequestStep {}
}
