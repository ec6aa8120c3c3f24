package dev.gracefulshutdown.ladder;

/**
 * What was read about one process at one moment.
 *
 * @param key who
 * @param parentPid its parent's PID as the host sees it; 0 when that lies outside what we see
 * @param namespacePid its PID in its own (innermost) PID namespace, the last of {@code NSpid}
 * @param name {@code comm}, at most 15 characters
 * @param state the letter of {@code State:} (R, S, D, T, t, Z, …)
 * @param caught SigCgt
 * @param blocked SigBlk of the main thread
 * @param ignored SigIgn
 * @param forwarder a known init, or one seen waiting in {@code rt_sigtimedwait}: it passes signals on, or acts on them
 * @param readable false when the masks could not be read (permission, sandbox): its hearing is Unknown
 */
public record ProcessFacts(
        ProcessKey key,
        int parentPid,
        int namespacePid,
        String name,
        char state,
        SignalSet caught,
        SignalSet blocked,
        SignalSet ignored,
        boolean forwarder,
        boolean readable) {

    public int pid() {
        return key.pid();
    }

    /** PID 1 of its PID namespace: the kernel drops what it neither catches nor blocks (pid_namespaces(7)). */
    public boolean isNamespaceInit() {
        return namespacePid == 1;
    }

    /** Stopped by a signal: what it is sent stays pending until SIGCONT. (What a tracer stopped is the tracer's.) */
    public boolean isStopped() {
        return state == 'T';
    }

    public boolean isBlockedOnIo() {
        return state == 'D';
    }

    public boolean isZombie() {
        return state == 'Z' || state == 'X';
    }

    /** {@code "1 postgres"}: as the container itself would name it. */
    public String display() {
        return namespacePid + " " + name;
    }
}
