package dev.gracefulshutdown.ladder;

import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.StepRecord.Result;
import dev.gracefulshutdown.ladder.StepRecord.SentBy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
 *       process was Deaf in a baseline 10 s or more after its start, and no earlier signal was heard, the wait for it is
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
    private static final long SECOND_LOOK = Duration.ofMillis(200).toNanos();

    private static final long EXIT_IS_COMING = Duration.ofMillis(10).toNanos();
    private static final long EXIT_COMES_WITHIN = Duration.ofSeconds(5).toNanos();

    private enum Phase {
        STARTING,
        CLIMBING,
        LOOKING,
        SENDING,
        ENDING,
        DONE
    }

    private final Ladder ladder;
    private final long firstAt;
    private final HearingMemory memory;
    private final Timeline timeline;
    private final Extension extension;
    private final Endgame endgame;
    private final Asked asked;

    private Phase phase = Phase.STARTING;
    private final boolean killBegunBefore;
    private int next;
    private long pulledForward;
    private long lookedFirstAt = -1;
    private long missingSince = -1;
    private Optional<ProcessFacts> main = Optional.empty();
    private Optional<Ending> ending = Optional.empty();
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
        this.timeline = new Timeline(progress.timeline());
        this.extension = new Extension(ladder.extendWhile());
        this.endgame = new Endgame(ladder, timeline, extension);
        this.killBegunBefore = progress.killBegun();
        this.next = progress.stepsBegun();
        this.pulledForward = progress.pulledForwardNanos();
        this.asked = new Asked(ladder.steps());
        askedBefore(progress.timeline());
        asked.heard(progress.heard());
        if (next > 0 || !asked.nothing()) {
            memory.signalled();
        }
    }

    /** In the order in which it happened; steps are recorded in theirs, each once. */
    private void askedBefore(List<StepRecord> before) {
        List<Step> begun =
                ladder.steps().subList(0, Math.min(next, ladder.steps().size()));
        int index = 0;
        for (StepRecord record : before) {
            if (record.sentBy() == SentBy.RUNTIME) {
                asked.byOther(record.signal());
            } else if (index < begun.size()) {
                asked.by(begun.get(index++), record.delivery() != Result.UNDELIVERABLE);
            }
        }
    }

    /** What to do first. */
    public List<Effect> start(long now) {
        if (killBegunBefore) {
            return ending(endgame.resume(now));
        }
        if (ladder.kill().isPresent() && next > 0) {
            return finish(new Ending(Outcome.SIGNALLED, ladder.kill().get() + " was sent"));
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
            case Event.Killed(long now, boolean reached) -> {
                endgame.killed(since(now), reached);
                yield List.of();
            }
            case Event.Checked(long now, var found) -> {
                extension.learn(found);
                yield advance(now);
            }
            case Event.Exited(long now, ExitStatus status, boolean outOfMemory) -> exited(status, outOfMemory);
            case Event.SentByOther(long now, Signal signal) -> sentByOther(now, signal);
            case Event.Released(long now) -> endgame.release(now, since(now));
            case Event.Cancelled(long now) -> finish(new Ending(Outcome.CANCELLED, "withdrawn"));
        };
    }

    private List<Effect> read(long now, Reading reading) {
        memory.observe(reading);
        main = reading.main().or(() -> main);
        return switch (phase) {
            case STARTING -> begin(now, reading);
            case LOOKING -> look(now, reading);
            case ENDING -> stillThere(now, reading);
            default -> advance(now);
        };
    }

    private List<Effect> begin(long now, Reading reading) {
        if (reading.main().isEmpty() && asked.nothing()) {
            return finish(new Ending(Outcome.ALREADY_GONE, "ended before the first signal"));
        }
        phase = Phase.CLIMBING;
        if (reading.main().isEmpty()) {
            // It was asked before our crash and has ended since: its exit is on its way to us.
            return List.of(new Effect.WaitUntil(now + EXIT_IS_COMING));
        }
        if (ladder.kill().isEmpty()) {
            return advance(now);
        }
        Signal signal = ladder.kill().get();
        return signal.equals(Signal.KILL)
                ? ending(endgame.kill(now, since(now)))
                : send(now, 0, signal, Targets.of(reading, memory, signal, Delivery.MAIN));
    }

    private List<Effect> advance(long now) {
        return switch (phase) {
            case CLIMBING -> climb(now);
            case ENDING -> endgame.isKilling() ? endgame.look(now) : List.of();
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
            return extension.waitUntil(now, due, end());
        }
        return now < end() ? extension.waitUntil(now, end(), end()) : ending(endgame.deadline(now, since(now), end()));
    }

    private List<Effect> ending(List<Effect> effects) {
        if (endgame.hasBegun()) {
            phase = Phase.ENDING;
        }
        return effects;
    }

    private List<Effect> stillThere(long now, Reading reading) {
        if (!endgame.isKilling()) {
            return List.of();
        }
        if (reading.main().isEmpty() && isMissingForLong(now)) {
            return exited(new ExitStatus.Unknown(), false);
        }
        return endgame.stuck(now, reading).map(this::finish).orElseGet(() -> endgame.stillThere(now, reading));
    }

    private List<Effect> look(long now, Reading reading) {
        phase = Phase.CLIMBING;
        Step step = ladder.steps().get(next);
        if (reading.main().isEmpty()) {
            return missing(now);
        }
        missingSince = -1;
        if (mayJump(step) && memory.isDeaf(reading, step.signal()) && memory.deafInBaseline(step.signal())) {
            if (lookedFirstAt < 0) {
                lookedFirstAt = now;
                return List.of(new Effect.WaitUntil(now + SECOND_LOOK));
            }
            return jump(now, step, reading.main().get());
        }
        lookedFirstAt = -1;
        return send(now, next, step.signal(), targets(reading, step));
    }

    /** Its exit is on its way to us; where nobody sees it, it has ended all the same. */
    private List<Effect> missing(long now) {
        return isMissingForLong(now)
                ? exited(new ExitStatus.Unknown(), false)
                : List.of(new Effect.WaitUntil(now + EXIT_IS_COMING));
    }

    private boolean isMissingForLong(long now) {
        if (missingSince < 0) {
            missingSince = now;
        }
        return now - missingSince >= EXIT_COMES_WITHIN;
    }

    private boolean mayJump(Step step) {
        return ladder.onUndeliverable() == OnUndeliverable.SKIP && !asked.isHeard() && (step.asks() || next > 0);
    }

    private Targets targets(Reading reading, Step step) {
        Targets targets = Targets.of(reading, memory, step.signal(), step.to());
        return asked.wasSentByOther(step.signal()) ? targets.without(reading.mainPid()) : targets;
    }

    private List<Effect> jump(long now, Step step, ProcessFacts deaf) {
        lookedFirstAt = -1;
        timeline.add(new StepRecord(
                since(now), step.signal(), SentBy.AGENT, List.of(deaf.display()), Hearing.DEAF, Result.UNDELIVERABLE));
        next++;
        long upcoming = next < ladder.steps().size() ? due(next) : end();
        pulledForward += Math.max(0, upcoming - now);
        return advance(now);
    }

    private List<Effect> send(long now, int index, Signal signal, Targets targets) {
        phase = Phase.SENDING;
        timeline.begin(new StepRecord(
                since(now), signal, SentBy.AGENT, targets.names(), targets.hearing(), Result.UNDELIVERABLE));
        boolean asks = ladder.kill().isEmpty() && ladder.steps().get(index).asks();
        return List.of(new Effect.Send(index, signal, targets.processes(), asks));
    }

    private List<Effect> sent(long now, int step, int reached) {
        if (phase != Phase.SENDING) {
            return List.of();
        }
        Hearing hearing = timeline.hearing();
        timeline.settle(since(now), reached > 0 ? delivery(hearing) : Result.UNDELIVERABLE);
        if (ladder.kill().isPresent()) {
            Signal signal = ladder.kill().get();
            return finish(
                    reached > 0
                            ? new Ending(Outcome.SIGNALLED, signal + " was sent")
                            : new Ending(Outcome.FAILED, signal + " reached nobody"));
        }
        memory.signalled();
        if (reached > 0) {
            asked.by(ladder.steps().get(step), hearing != Hearing.DEAF);
            asked.heard(hearing != Hearing.DEAF);
        }
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

    private List<Effect> sentByOther(long now, Signal signal) {
        if (asked.byOther(signal)) {
            Optional<ProcessFacts> who = main.or(memory::main);
            Hearing hearing = who.map(m -> memory.hearing(m, signal)).orElse(Hearing.UNKNOWN);
            memory.signalled();
            asked.heard(hearing != Hearing.DEAF);
            timeline.add(new StepRecord(
                    since(now),
                    signal,
                    SentBy.RUNTIME,
                    who.map(m -> List.of(m.display())).orElse(List.of()),
                    hearing,
                    Result.ASSUMED));
        }
        return advance(now);
    }

    private List<Effect> exited(ExitStatus status, boolean outOfMemory) {
        exit = status;
        boolean bySigkill = status.isSigkill() || status instanceof ExitStatus.Unknown;
        if (endgame.killReached() && bySigkill) {
            Outcome how = ladder.kill().isPresent() ? Outcome.SIGNALLED : Outcome.FORCED;
            return finish(new Ending(how, "killed by SIGKILL (137)"));
        }
        return finish(asked.ending(status, outOfMemory));
    }

    /** Somebody tells afterwards how the main process ended; of a run that is over and could not know. */
    public void told(ExitStatus status, boolean outOfMemory) {
        if (phase == Phase.DONE
                && exit instanceof ExitStatus.Unknown
                && outcome().equals(Optional.of(Outcome.FAILED))) {
            exit = status;
            ending = Optional.of(asked.ending(status, outOfMemory));
        }
    }

    private List<Effect> finish(Ending how) {
        phase = Phase.DONE;
        ending = Optional.of(how);
        return List.of(new Effect.Finish(how.outcome()));
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

    /**
     * What a successor of ours needs to go on. A step that is being sent counts as begun, and as heard unless its target
     * is Deaf: what was perhaps sent is not sent again.
     */
    public Progress progress() {
        boolean sending = phase == Phase.SENDING;
        boolean perhapsHeard = sending && timeline.hearing() != Hearing.DEAF;
        return new Progress(
                sending ? next + 1 : next,
                pulledForward,
                asked.isHeard() || perhapsHeard,
                killBegunBefore || endgame.isKilling(),
                timeline.presumed());
    }

    /** What was done, in order. */
    public List<StepRecord> timeline() {
        return timeline.records();
    }

    /** How it ended; while it is held back, Held; empty while it runs. */
    public Optional<Outcome> outcome() {
        return phase == Phase.ENDING && endgame.isHolding() ? Optional.of(Outcome.HELD) : ending.map(Ending::outcome);
    }

    /** Nothing more will be asked for. */
    public boolean isFinished() {
        return phase == Phase.DONE;
    }

    /** In words: {@code "exited by itself after SIGINT"}; empty while it runs. */
    public String reason() {
        return ending.map(Ending::reason).orElse("");
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
