package dev.gracefulshutdown.api;

/** Whether a workload should run. */
public enum State {
    /** Undoes our own stop and nothing else. */
    RUNNING,
    /** Stopped gracefully and kept so. */
    STOPPED
}
