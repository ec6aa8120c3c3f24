package dev.gracefulshutdown.profile;

/** What a signal costs with a known server. */
public enum SignalEffect {
    /** It finishes the work in flight, keeps everything and leaves. */
    FINISHES,
    /** It drops the work in flight and leaves in order: nothing that it has confirmed is lost. A step after the first. */
    ABORTS,
    /** It leaves without cleaning up: something confirmed may be lost, or must be repaired at the next start. Never a step. */
    LOSES,
    /** It leaves a trace and goes on. No way out. */
    DIAGNOSES
}
