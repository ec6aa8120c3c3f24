package dev.gracefulshutdown.ladder;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the container was asked so far, by us and by others, and whether anybody heard: how an exit is judged (rule 11). */
final class Asked {
    private final Optional<Step> first;
    private final Set<Signal> byOther = new HashSet<>();
    private Optional<Signal> last = Optional.empty();
    private boolean escalated;
    private boolean heard;

    Asked(List<Step> steps) {
        first = steps.stream().filter(Step::asks).findFirst();
    }

    /**
     * A step of ours was sent; photographs change nothing.
     *
     * @param audible what nobody could hear is no reason for an exit, unless nothing else was sent
     */
    void by(Step step, boolean audible) {
        if (step.asks() && (audible || last.isEmpty())) {
            last = Optional.of(step.signal());
            escalated = !first.equals(Optional.of(step));
        }
    }

    /**
     * The kubelet or the engine has sent a signal.
     *
     * @return false when that was known
     */
    boolean byOther(Signal signal) {
        last = last.or(() -> Optional.of(signal));
        return byOther.add(signal);
    }

    boolean wasSentByOther(Signal signal) {
        return byOther.contains(signal);
    }

    /** Somebody hears what was sent, or may. */
    void heard(boolean perhaps) {
        heard |= perhaps;
    }

    boolean isHeard() {
        return heard;
    }

    boolean nothing() {
        return last.isEmpty() && byOther.isEmpty();
    }

    /** How an exit that no SIGKILL of ours came before is judged. */
    Ending ending(ExitStatus status, boolean outOfMemory) {
        if (status.isSigkill()) {
            return new Ending(
                    Outcome.FORCED,
                    outOfMemory ? "out of memory (137)" : "killed by SIGKILL (137), not by this shutdown");
        }
        if (last.isEmpty()) {
            return new Ending(Outcome.ALREADY_GONE, "ended by itself before the first signal");
        }
        if (status instanceof ExitStatus.Unknown) {
            return new Ending(Outcome.FAILED, "ended after " + last.get() + "; its exit status is unknown");
        }
        return new Ending(escalated ? Outcome.ESCALATED : Outcome.GRACEFUL, "exited by itself after " + last.get());
    }
}
