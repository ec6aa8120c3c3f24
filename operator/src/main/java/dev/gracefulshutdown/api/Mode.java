package dev.gracefulshutdown.api;

/** Whether a policy acts. */
public enum Mode {
    ENFORCE,
    /** Decides and records everything, sends and scales nothing. */
    DRY_RUN
}
