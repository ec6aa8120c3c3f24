package dev.gracefulshutdown.api;

/** How a container is ended. */
public enum Strategy {
    /** Ask first, escalate, SIGKILL at the end of the grace period. */
    STOP,
    /** One signal now, no grace. */
    KILL
}
