package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.Condition.Verdict;
import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.LadderRun;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.StepRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a ladder would send to a container as it is now, whom, and when: the very ladder, with a clock that is set on and
 * nobody who gets a signal. Nobody leaves either, so that every step is seen; no condition gives more time.
 */
final class Rehearsal {
    /** Far more than any ladder has. */
    private static final int MOST_EVENTS = 1_000;

    private final LadderRun run;
    private final Reading reading;
    private final Deque<Effect> open = new ArrayDeque<>();
    private long now;
    private boolean isOver;

    private Rehearsal(Ladder ladder, Reading reading) {
        this.run = new LadderRun(ladder, 0, new HearingMemory());
        this.reading = reading;
    }

    /** Every step up to the end, SIGKILL included; without one it is held back, or one signal was all. */
    static List<StepRecord> of(Ladder ladder, Reading reading) {
        return new Rehearsal(ladder, reading).play();
    }

    private List<StepRecord> play() {
        open.addAll(run.start(now));
        for (int i = 0; i < MOST_EVENTS && !open.isEmpty() && !isOver; i++) {
            carryOut(open.poll());
        }
        return run.timeline();
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Read() -> feed(new Event.Read(now, reading));
            case Effect.Send send ->
                feed(new Event.Sent(now, send.step(), send.targets().size()));
            case Effect.WaitUntil(long at) -> {
                now = Math.max(now, at);
                feed(new Event.Tick(now));
            }
            case Effect.Check(var conditions) ->
                feed(new Event.Checked(now, conditions.stream().collect(Collectors.toMap(c -> c, c -> Verdict.CLEAR))));
            case Effect.KillAll() -> {
                feed(new Event.Killed(now, true));
                isOver = true;
            }
            case Effect.Finish _ -> isOver = true;
            case Effect.Tell(Effect.Notice notice) -> isOver = notice == Effect.Notice.HELD;
        }
    }

    private void feed(Event event) {
        open.addAll(run.on(event));
    }
}
