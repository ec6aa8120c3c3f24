package dev.gracefulshutdown.ladder;

import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.StepRecord.Result;
import dev.gracefulshutdown.ladder.StepRecord.SentBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One container's shutdown as a state machine: {@link Event}s in, {@link Effect}s out; no I/O, no clock.
 *
 * <p>The algorithm:
 *
 * <ol>
 *   <li>A reading is taken at once, before any signal: what counts is who heard then.
 *   <li>The drain delay passes. Offsets count from its end; a late step does not move the later ones.
 *   <li>A step that is due takes a reading, chooses its targets, is sent and recorded. Steps that were missed (a late
 *       tick, a crash of ours) are sent as soon as possible, one after another, each once.
 *   <li>Under Skip an asking step that nobody could hear is looked at again 200 ms later; if still nobody hears, the main
 *       process was Deaf in a baseline 10 s or more after its start, and no earlier step was heard, the wait for it is
 *       taken out of the ladder: everything later comes sooner by as much.
 *   <li>Near the end the conditions are watched; at the end, while one holds, more time is given up to the maximum.
 *   <li>The end is SIGKILL to all, repeated with back-off until the exit is seen, or Hold until somebody releases it.
 *   <li>Two minutes after the first SIGKILL a container that is still there is Stuck.
 * </ol>
 *
 * <p>Its invariants, held by tests over generated cases:
 *
 * <ol>
 *   <li>No step is sent twice; no asking step is sent after SIGKILL or after the end of the run.
 *   <li>SIGKILL is never sent before the end, but for Kill, a proven Skip and a release; never under Hold unreleased.
 *   <li>Without an exit, a release or a cancellation, a run with {@code onDeadline: Kill} always comes to SIGKILL.
 *   <li>Nothing is asked for after Finish.
 *   <li>The end depends on the start and the plan alone, never on how late the steps were.
 * </ol>
 *
 * <p>Not safe for several threads: a driver feeds it one event after another.
 */
public final class LadderRun {
    /** Two looks this far apart make a Deaf proven (rule 7). */
    static final long SECOND_LOOK = Duration.ofMillis(200).toNanos();

    static final long CHECK_EVERY = Duration.ofMillis(500).toNanos();

    /** DiskWrites needs 2 s of looking, DiskWait 1 s. */
    static final long CHECK_AHEAD = Duration.ofMillis(2_500).toNanos();

    static final long STUCK_AFTER = Duration.ofMinutes(2).toNanos();

    private static final long EXIT_IS_COMING = Duration.ofMillis(10).toNanos();
    private static final long FIRST_BACK_OFF = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_BACK_OFF = Duration.ofSeconds(5).toNanos();

    private enum Phase {
        STARTING,
        CLIMBING,
        LOOKING,
        SENDING,
        HOLDING,
        KILLING,
        DONE
    }

    private final Ladder ladder;
    private final long firstAt;
    private final HearingMemory memory;
    private final List<StepRecord> timeline = new ArrayList<>();
    private final Map<Condition, Condition.Verdict> verdicts = new EnumMap<>(Condition.class);
    private final Set<Signal> sentByOther = new HashSet<>();
    private final Set<Notice> told = EnumSet.noneOf(Notice.class);

    private Phase phase = Phase.STARTING;
    private int next;
    private long pulledForward;
    private long lookedFirstAt = -1;
    private Optional<Step> lastAsked = Optional.empty();
    private boolean heard;
    private long nextCheckAt;
    private long killedAt = -1;
    private long backOff = FIRST_BACK_OFF;
    private Optional<Outcome> outcome = Optional.empty();
    private String reason = "";
    private ExitStatus exit = new ExitStatus.Unknown();

    /**
     * A fresh run.
     *
     * @param startedAt when the shutdown began: CLOCK_BOOTTIME, nanoseconds
     * @param memory what is known of the processes from baselines
     */
    public LadderRun(Ladder ladder, long startedAt, HearingMemory memory) {
        this(ladder, startedAt, memory, Progress.NONE);
    }

    /**
     * A run that goes on after a crash of ours: what was begun is not begun again, the end does not move (rule 12).
     *
     * @param startedAt as in the first life
     */
    public LadderRun(Ladder ladder, long startedAt, HearingMemory memory, Progress progress) {
        this.ladder = ladder;
        this.memory = memory;
        this.firstAt = startedAt + ladder.drainDelay().toNanos();
        this.nextCheckAt = end() - CHECK_AHEAD;
        resume(progress);
    }

    private void resume(Progress progress) {
        next = progress.stepsBegun();
        pulledForward = progress.pulledForwardNanos();
        heard = progress.heard();
        timeline.addAll(progress.timeline());
        for (int i = 0; i < next; i++) {
            asked(ladder.steps().get(i));
        }
        if (next > 0) {
            memory.signalled();
        }
        if (progress.killBegun()) {
            killedAt = end();
            phase = Phase.KILLING;
        }
    }

    /** What to do first. */
    public List<Effect> start(long now) {
        if (phase == Phase.KILLING) {
            killedAt = now;
            return List.of(new Effect.KillAll(), new Effect.WaitUntil(now + backOff));
        }
        return List.of(new Effect.Read());
    }

    /** Takes an event in. */
    public List<Effect> on(Event event) {
        if (phase == Phase.DONE) {
            return List.of();
        }
        return switch (event) {
            case Event.Tick(long now) -> advance(now);
            case Event.Read(long now, Reading reading) -> read(now, reading);
            case Event.Sent(long now, int step, int reached) -> sent(now, step, reached);
            case Event.Checked(long now, var found) -> {
                verdicts.putAll(found);
                yield advance(now);
            }
            case Event.Exited(long now, ExitStatus status, boolean outOfMemory) -> exited(status, outOfMemory);
            case Event.SentByOther(long now, Signal signal) -> sentByOther(now, signal);
            case Event.Released(long now) -> phase == Phase.HOLDING ? kill(now) : advance(now);
            case Event.Cancelled(long now) -> finish(Outcome.CANCELLED, "withdrawn");
        };
    }

    private List<Effect> read(long now, Reading reading) {
        memory.observe(reading);
        return switch (phase) {
            case STARTING -> begin(now, reading);
            case LOOKING -> look(now, reading);
            case KILLING -> stillThere(now, reading);
            default -> advance(now);
        };
    }

    private List<Effect> begin(long now, Reading reading) {
        if (reading.main().isEmpty()) {
            return finish(Outcome.ALREADY_GONE, "it had ended before the first signal");
        }
        phase = Phase.CLIMBING;
        if (ladder.kill().isEmpty()) {
            return advance(now);
        }
        Signal signal = ladder.kill().get();
        if (signal.equals(Signal.KILL)) {
            return kill(now);
        }
        phase = Phase.SENDING;
        return List.of(send(0, now, Targets.of(reading, memory, signal, Delivery.MAIN), signal));
    }

    private List<Effect> advance(long now) {
        return switch (phase) {
            case CLIMBING -> climb(now);
            case KILLING ->
                now < killedAt + backOff
                        ? List.of(new Effect.WaitUntil(killedAt + backOff))
                        : List.of(new Effect.Read());
            default -> List.of();
        };
    }

    private List<Effect> climb(long now) {
        if (next < ladder.steps().size()) {
            long due = lookedFirstAt >= 0 ? lookedFirstAt + SECOND_LOOK : due(next);
            if (now >= due) {
                phase = Phase.LOOKING;
                return List.of(new Effect.Read());
            }
            return waitUntil(now, due);
        }
        if (now < end()) {
            return waitUntil(now, end());
        }
        return atTheEnd(now);
    }

    private List<Effect> waitUntil(long now, long at) {
        if (ladder.extendWhile().isEmpty()) {
            return List.of(new Effect.WaitUntil(at));
        }
        List<Effect> effects = new ArrayList<>();
        if (now >= nextCheckAt) {
            nextCheckAt = now + CHECK_EVERY;
            effects.add(new Effect.Check(ladder.extendWhile()));
        }
        effects.add(new Effect.WaitUntil(Math.min(at, nextCheckAt)));
        return effects;
    }

    private List<Effect> look(long now, Reading reading) {
        phase = Phase.CLIMBING;
        Step step = ladder.steps().get(next);
        if (reading.main().isEmpty()) {
            // Its exit is on its way to us.
            return List.of(new Effect.WaitUntil(now + EXIT_IS_COMING));
        }
        if (mayJump(step) && memory.nobodyHears(reading, step.signal()) && memory.deafInBaseline(step.signal())) {
            if (lookedFirstAt < 0) {
                lookedFirstAt = now;
                return List.of(new Effect.WaitUntil(now + SECOND_LOOK));
            }
            return jump(now, step, reading);
        }
        lookedFirstAt = -1;
        Targets targets = Targets.of(reading, memory, step.signal(), step.to());
        phase = Phase.SENDING;
        return List.of(send(next, now, withoutDoubles(targets, step, reading), step.signal()));
    }

    private boolean mayJump(Step step) {
        return ladder.onUndeliverable() == OnUndeliverable.SKIP
                && !heard
                && sentByOther.isEmpty()
                && (step.asks() || next > 0);
    }

    private Targets withoutDoubles(Targets targets, Step step, Reading reading) {
        if (!sentByOther.contains(step.signal())) {
            return targets;
        }
        return new Targets(
                targets.processes().stream()
                        .filter(p -> p.pid() != reading.mainPid())
                        .toList(),
                targets.hearing());
    }

    private List<Effect> jump(long now, Step step, Reading reading) {
        lookedFirstAt = -1;
        timeline.add(new StepRecord(
                since(now),
                step.signal(),
                SentBy.AGENT,
                reading.main().map(m -> List.of(m.display())).orElse(List.of()),
                Hearing.DEAF,
                Result.UNDELIVERABLE));
        next++;
        long upcoming = next < ladder.steps().size() ? due(next) : end();
        pulledForward += Math.max(0, upcoming - now);
        return advance(now);
    }

    private Effect send(int index, long now, Targets targets, Signal signal) {
        timeline.add(new StepRecord(
                since(now),
                signal,
                SentBy.AGENT,
                targets.processes().stream().map(ProcessFacts::display).toList(),
                targets.hearing(),
                Result.UNDELIVERABLE));
        return new Effect.Send(index, signal, targets.processes());
    }

    private List<Effect> sent(long now, int step, int reached) {
        if (phase != Phase.SENDING) {
            return List.of();
        }
        if (!timeline.isEmpty() && reached > 0) {
            StepRecord last = timeline.removeLast();
            timeline.add(new StepRecord(
                    last.at(), last.signal(), last.sentBy(), last.to(), last.hearing(), delivery(last.hearing())));
        }
        if (ladder.kill().isPresent()) {
            Signal signal = ladder.kill().get();
            return finish(Outcome.SIGNALLED, signal + (reached > 0 ? " was sent" : " reached nobody"));
        }
        memory.signalled();
        if (reached > 0) {
            asked(ladder.steps().get(step));
        }
        heard |= reached > 0 && timeline.getLast().hearing() != Hearing.DEAF;
        next = step + 1;
        phase = Phase.CLIMBING;
        return advance(now);
    }

    private static Result delivery(Hearing hearing) {
        return switch (hearing) {
            case DEAF -> Result.UNDELIVERABLE;
            case UNKNOWN -> Result.ASSUMED;
            case CATCHES, QUEUES, FORWARDS, ENDS -> Result.DELIVERED;
        };
    }

    private void asked(Step step) {
        if (step.asks()) {
            lastAsked = Optional.of(step);
        }
    }

    private boolean isFirst(Step step) {
        return ladder.steps().stream().filter(Step::asks).findFirst().equals(Optional.of(step));
    }

    private List<Effect> sentByOther(long now, Signal signal) {
        if (sentByOther.add(signal)) {
            memory.signalled();
            timeline.add(
                    new StepRecord(since(now), signal, SentBy.RUNTIME, List.of(), Hearing.UNKNOWN, Result.ASSUMED));
        }
        return advance(now);
    }

    private List<Effect> atTheEnd(long now) {
        List<Effect> effects = new ArrayList<>();
        if (moreTime(now, effects)) {
            effects.addAll(waitUntil(now, end() + ladder.maxExtension().toNanos()));
            return effects;
        }
        if (ladder.onDeadline() == OnDeadline.HOLD) {
            phase = Phase.HOLDING;
            tell(Notice.HELD, effects);
            return effects;
        }
        effects.addAll(kill(now));
        return effects;
    }

    private boolean moreTime(long now, List<Effect> effects) {
        if (ladder.extendWhile().isEmpty()
                || now >= end() + ladder.maxExtension().toNanos()) {
            return false;
        }
        boolean holds = false;
        for (Condition condition : ladder.extendWhile()) {
            switch (verdicts.getOrDefault(condition, Condition.Verdict.PENDING)) {
                case HOLDS -> {
                    holds = true;
                    tell(Notice.EXTENDED, effects);
                }
                case PENDING -> holds = true;
                case UNKNOWN -> tell(Notice.CONDITION_UNKNOWN, effects);
                case CLEAR -> {}
            }
        }
        return holds;
    }

    private void tell(Notice notice, List<Effect> effects) {
        if (told.add(notice)) {
            effects.add(new Effect.Tell(notice));
        }
    }

    private List<Effect> kill(long now) {
        phase = Phase.KILLING;
        killedAt = now;
        timeline.add(
                new StepRecord(since(now), Signal.KILL, SentBy.AGENT, List.of("all"), Hearing.ENDS, Result.DELIVERED));
        return List.of(new Effect.KillAll(), new Effect.WaitUntil(now + backOff));
    }

    private List<Effect> stillThere(long now, Reading reading) {
        if (now - killedAt >= STUCK_AFTER) {
            boolean io = reading.processes().stream().anyMatch(ProcessFacts::isBlockedOnIo);
            return finish(Outcome.STUCK, io ? "blocked on I/O: SIGKILL waits for the kernel" : "survives SIGKILL");
        }
        List<Effect> effects = new ArrayList<>();
        if (reading.processes().stream().anyMatch(ProcessFacts::isBlockedOnIo)) {
            tell(Notice.BLOCKED_ON_IO, effects);
        }
        backOff = (now - killedAt) + Math.min(Math.max(FIRST_BACK_OFF, now - killedAt), LONGEST_BACK_OFF);
        effects.add(new Effect.KillAll());
        effects.add(new Effect.WaitUntil(killedAt + backOff));
        return effects;
    }

    private List<Effect> exited(ExitStatus status, boolean outOfMemory) {
        exit = status;
        if (killedAt >= 0) {
            boolean wanted = ladder.kill().isPresent();
            return finish(wanted ? Outcome.SIGNALLED : Outcome.FORCED, "killed by SIGKILL (137)");
        }
        if (status.isSigkill()) {
            return finish(Outcome.FORCED, outOfMemory ? "out of memory (137)" : "killed by SIGKILL (137), not by us");
        }
        if (lastAsked.isEmpty()) {
            return finish(Outcome.ALREADY_GONE, "it ended by itself before the first signal");
        }
        if (status instanceof ExitStatus.Unknown) {
            return finish(Outcome.FAILED, "it ended; its exit status is unknown");
        }
        Step last = lastAsked.get();
        return finish(isFirst(last) ? Outcome.GRACEFUL : Outcome.ESCALATED, "exited by itself after " + last.signal());
    }

    private List<Effect> finish(Outcome how, String why) {
        phase = Phase.DONE;
        outcome = Optional.of(how);
        reason = why;
        return List.of(new Effect.Finish(how));
    }

    private long due(int step) {
        return firstAt + ladder.steps().get(step).at().toNanos() - pulledForward;
    }

    /** When the grace period is over: CLOCK_BOOTTIME, nanoseconds. */
    public long end() {
        return firstAt + ladder.gracePeriod().toNanos() - pulledForward;
    }

    private Duration since(long now) {
        return Duration.ofNanos(now - firstAt);
    }

    /** What a successor of ours needs to go on. */
    public Progress progress() {
        return new Progress(next, pulledForward, heard, killedAt >= 0, timeline());
    }

    /** What was done, in order. */
    public List<StepRecord> timeline() {
        return List.copyOf(timeline);
    }

    /** How it ended; while it is held back, Held; empty while it runs. */
    public Optional<Outcome> outcome() {
        return phase == Phase.HOLDING ? Optional.of(Outcome.HELD) : outcome;
    }

    /** In words: {@code "exited by itself after SIGINT"}; empty while it runs. */
    public String reason() {
        return reason;
    }

    /** How the main process ended; Unknown while it runs. */
    public ExitStatus exit() {
        return exit;
    }

    /** What is known of who hears, for the journal. */
    public HearingMemory memory() {
        return memory;
    }
}
