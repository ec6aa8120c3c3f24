package dev.gracefulshutdown.ladder;

import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.StepRecord.Result;
import dev.gracefulshutdown.ladder.StepRecord.SentBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What comes when the grace period is over: more time while a condition holds, then SIGKILL or Hold (rules 9 and 10). */
final class Endgame {
    private enum State {
        NOT_YET,
        HOLDING,
        KILLING
    }

    private final Ladder ladder;
    private final Timeline timeline;
    private final Extension extension;
    private final Killing killing = new Killing();
    private final Set<Notice> told = EnumSet.noneOf(Notice.class);
    private State state = State.NOT_YET;
    private boolean released;

    Endgame(Ladder ladder, Timeline timeline, Extension extension) {
        this.ladder = ladder;
        this.timeline = timeline;
        this.extension = extension;
    }

    /** SIGKILL or Hold has begun: the steps are over. */
    boolean hasBegun() {
        return state != State.NOT_YET;
    }

    boolean isHolding() {
        return state == State.HOLDING;
    }

    boolean isKilling() {
        return state == State.KILLING;
    }

    boolean killReached() {
        return killing.hasReached();
    }

    /**
     * The grace period is over.
     *
     * @param since the same moment on the timeline's clock
     * @param end when that was to be
     */
    List<Effect> deadline(long now, Duration since, long end) {
        long longest = end + ladder.maxExtension().toNanos();
        if (ladder.extendWhile().isEmpty() || now >= longest) {
            return over(now, since);
        }
        List<Effect> effects = new ArrayList<>(tell(extension.notices()));
        effects.addAll(extension.asksForTime() ? extension.waitUntil(now, longest, end) : over(now, since));
        return effects;
    }

    private List<Effect> over(long now, Duration since) {
        if (ladder.onDeadline() == OnDeadline.HOLD && !released) {
            state = State.HOLDING;
            return tell(EnumSet.of(Notice.HELD));
        }
        return kill(now, since);
    }

    /** Somebody has decided: a Hold ends now, and one that is to come does not begin. */
    List<Effect> release(long now, Duration since) {
        released = true;
        return isHolding() ? kill(now, since) : List.of();
    }

    List<Effect> kill(long now, Duration since) {
        timeline.begin(
                new StepRecord(since, Signal.KILL, SentBy.AGENT, List.of("all"), Hearing.ENDS, Result.UNDELIVERABLE));
        return killAgain(now);
    }

    /** After a crash of ours: whether the first one reached anybody is not known, so it is taken for granted. */
    List<Effect> resume(long now) {
        killing.reached(true);
        return killAgain(now);
    }

    private List<Effect> killAgain(long now) {
        state = State.KILLING;
        return List.of(new Effect.KillAll(), new Effect.WaitUntil(killing.sent(now)));
    }

    void killed(Duration since, boolean reached) {
        killing.reached(reached);
        if (timeline.isSending()) {
            timeline.settle(since, reached ? Result.DELIVERED : Result.UNDELIVERABLE);
        }
    }

    /** Between two SIGKILLs: is it still there? */
    List<Effect> look(long now) {
        return now < killing.nextAt() ? List.of(new Effect.WaitUntil(killing.nextAt())) : List.of(new Effect.Read());
    }

    /** It is, and has been for too long. */
    Optional<Ending> stuck(long now, Reading reading) {
        return killing.isStuck(now) ? Optional.of(new Ending(Outcome.STUCK, whyStuck(reading))) : Optional.empty();
    }

    private String whyStuck(Reading reading) {
        if (!killing.hasReached()) {
            return "SIGKILL reached nobody: it is not permitted";
        }
        return isBlocked(reading) ? "blocked on I/O: SIGKILL waits for the kernel" : "survives SIGKILL";
    }

    /** It is. */
    List<Effect> stillThere(long now, Reading reading) {
        List<Effect> effects = new ArrayList<>();
        if (isBlocked(reading)) {
            effects.addAll(tell(EnumSet.of(Notice.BLOCKED_ON_IO)));
        }
        effects.addAll(killAgain(now));
        return effects;
    }

    private static boolean isBlocked(Reading reading) {
        return reading.processes().stream().anyMatch(ProcessFacts::isBlockedOnIo);
    }

    private List<Effect> tell(Set<Notice> notices) {
        return notices.stream().filter(told::add).<Effect>map(Effect.Tell::new).toList();
    }
}
