package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Script.MAIN;
import static dev.gracefulshutdown.ladder.rules.Times.NEVER;
import static dev.gracefulshutdown.ladder.rules.Times.seconds;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.LadderRun;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Progress;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.ladder.rules.Script.Reaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** Plays a script on a virtual clock, drives one run through it, and keeps the diary. */
final class Simulation {
    /** Of the world: no crash of ours ends it. */
    private static final int NO_LIFE = -1;

    private record Happening(long at, int order, int life, Runnable what) {}

    private record Written(Progress progress, List<HearingMemory.Heard> ears) {
        static Written by(LadderRun run) {
            return new Written(run.progress(), run.memory().snapshot());
        }
    }

    private final Script script;
    private final List<Crash> crashes;
    private final Dice jitter;
    private final Map<Integer, ProcessFacts> processes = new TreeMap<>();
    private final PriorityQueue<Happening> happenings =
            new PriorityQueue<>(Comparator.comparingLong(Happening::at).thenComparingInt(Happening::order));
    private final List<Entry> diary = new ArrayList<>();
    private final List<Event> missed = new ArrayList<>();
    private LadderRun run;
    private Written written;
    private boolean down;
    private int life;
    private int order;
    private int effects;
    private int timer;
    private long now;

    private Simulation(Script script, List<Crash> crashes) {
        this.script = script;
        this.crashes = crashes;
        this.jitter = new Dice(script.clock().seed());
        HearingMemory memory = new HearingMemory();
        for (Reading baseline : script.baselines()) {
            diary.add(new Entry.Happened(new Event.Read(-1, baseline)));
            memory.observe(baseline);
        }
        this.run = new LadderRun(script.ladder(), 0, memory);
        this.written = Written.by(run);
    }

    static Story play(Script script, List<Crash> crashes) {
        return new Simulation(script, crashes).play();
    }

    private Story play() {
        script.processes().forEach(p -> processes.put(p.pid(), p));
        script.changes().forEach(c -> inTheWorld(c.at(), () -> change(c.becomes())));
        script.fromOutside().forEach(e -> inTheWorld(e.now(), () -> fromOutside(e)));
        if (script.exit().byItselfAt() != NEVER) {
            inTheWorld(script.exit().byItselfAt(), () -> exit(script.exit().status()));
        }
        script.joined().ifPresent(signal -> fromOutside(new Event.SentByOther(0, signal)));
        apply(run.start(0));
        while (!happenings.isEmpty() && !(run.isFinished() && !down)) {
            Happening happening = happenings.remove();
            now = happening.at();
            if (happening.life() == NO_LIFE || happening.life() == life) {
                happening.what().run();
            }
            if (diary.size() > 50_000) {
                throw new IllegalStateException("it has no end");
            }
        }
        Optional<Outcome> outcome = run.outcome();
        String reason = run.reason();
        return new Story(script, crashes, diary, effects, outcome, reason, afterwards());
    }

    /** Whatever comes to a run that is over. */
    private List<Effect> afterwards() {
        if (!run.isFinished()) {
            return List.of();
        }
        List<Effect> wanted = new ArrayList<>();
        var timeline = run.timeline();
        var outcome = run.outcome();
        for (Event event : List.of(
                new Event.SentByOther(now, Signal.ABRT),
                new Event.Released(now),
                new Event.Read(now, reading()),
                new Event.Tick(now + seconds(3_600)),
                new Event.Checked(now, Map.of()),
                new Event.Exited(now, new ExitStatus.Code(3), false),
                new Event.Cancelled(now))) {
            wanted.addAll(run.on(event));
        }
        if (!timeline.equals(run.timeline()) || !outcome.equals(run.outcome())) {
            throw new AssertionError("a run that is over changed its account: " + timeline + run.timeline());
        }
        return wanted;
    }

    private void inTheWorld(long at, Runnable what) {
        happenings.add(new Happening(at, order++, NO_LIFE, what));
    }

    private void answer(Event answer) {
        happenings.add(new Happening(answer.now(), order++, life, () -> tell(answer)));
    }

    /** When an answer to what is asked now comes. */
    private long soon() {
        return now + jitter.upTo(script.clock().slowest());
    }

    private void tell(Event event) {
        diary.add(new Entry.Happened(event));
        List<Effect> effects = run.on(event);
        if (event instanceof Event.SentByOther) {
            written = Written.by(run);
        }
        apply(effects);
    }

    private void fromOutside(Event event) {
        if (event instanceof Event.SentByOther(long at, Signal signal) && processes.containsKey(MAIN)) {
            receive(MAIN, signal);
        }
        if (!down) {
            if (!run.isFinished()) {
                tell(event);
            }
        } else if (event instanceof Event.Released || event instanceof Event.Cancelled) {
            // Whoever wants that wants it still.
            missed.add(event);
        }
    }

    private void change(ProcessFacts becomes) {
        if (processes.containsKey(MAIN)) {
            processes.put(becomes.pid(), becomes);
        }
    }

    private void exit(ExitStatus status) {
        if (processes.remove(MAIN) == null) {
            return;
        }
        processes.clear();
        diary.add(new Entry.Gone(now));
        if (script.exit().toldAfter() != NEVER) {
            boolean outOfMemory = script.exit().outOfMemory() && status.isSigkill();
            inTheWorld(now + script.exit().toldAfter(), () -> {
                Event exited = new Event.Exited(now, status, outOfMemory);
                if (down) {
                    missed.add(exited);
                } else if (!run.isFinished()) {
                    tell(exited);
                }
            });
        }
    }

    private Reading reading() {
        return new Reading(MAIN, script.ageMillis() + now / 1_000_000, List.copyOf(processes.values()));
    }

    private void apply(List<Effect> wanted) {
        for (Effect effect : wanted) {
            effects++;
            Optional<Crash> crash = effect instanceof Effect.Finish ? Optional.empty() : crashNow();
            if (effect instanceof Effect.Send || effect instanceof Effect.KillAll) {
                written = Written.by(run);
            }
            boolean carriedOut = crash.isEmpty() || crash.get().carriedOut();
            int at = diary.size();
            diary.add(new Entry.Asked(now, effect, -1));
            if (carriedOut) {
                diary.set(at, new Entry.Asked(now, effect, carryOut(effect)));
            }
            if (crash.isPresent()) {
                crash(crash.get());
                return;
            }
        }
    }

    private Optional<Crash> crashNow() {
        return crashes.stream().filter(c -> c.atEffect() == effects).findFirst();
    }

    private int carryOut(Effect effect) {
        switch (effect) {
            case Effect.WaitUntil(long at) -> wake(at);
            case Effect.Read() -> {
                long then = soon();
                happenings.add(new Happening(then, order++, life, () -> tell(new Event.Read(now, reading()))));
            }
            case Effect.Send send -> {
                return send(send);
            }
            case Effect.KillAll() -> {
                return kill();
            }
            case Effect.Check(var asked) -> answer(new Event.Checked(soon(), script.verdicts(asked, now)));
            case Effect.Tell tell -> {}
            case Effect.Finish finish -> {}
        }
        return 0;
    }

    private void wake(long at) {
        int mine = ++timer;
        long then = Math.max(now, at) + jitter.upTo(script.clock().latest());
        happenings.add(new Happening(then, order++, life, () -> {
            if (mine == timer) {
                tell(new Event.Tick(now));
            }
        }));
    }

    private int send(Effect.Send send) {
        int reached = 0;
        if (!script.unreachable().contains(send.step())) {
            for (ProcessFacts target : send.targets()) {
                if (processes.containsKey(target.pid())) {
                    if (send.toContinue().contains(target.key())) {
                        resume(target.pid());
                    }
                    receive(target.pid(), send.signal());
                    reached++;
                }
            }
        }
        // What was begun is heard of before anything else happens.
        happenings.add(new Happening(now, Integer.MIN_VALUE + order++, life, sent(send, reached)));
        return reached;
    }

    private Runnable sent(Effect.Send send, int reached) {
        return () -> tell(new Event.Sent(now, send.step(), reached));
    }

    private void resume(int pid) {
        processes.computeIfPresent(pid, (key, p) -> ears(p, 'S', p.caught(), p.blocked()));
    }

    private static ProcessFacts ears(ProcessFacts p, char state, SignalSet caught, SignalSet blocked) {
        return new ProcessFacts(
                p.key(),
                p.parentPid(),
                p.namespacePid(),
                p.name(),
                state,
                caught,
                blocked,
                p.ignored(),
                p.forwarder(),
                p.readable());
    }

    private void receive(int pid, Signal signal) {
        ProcessFacts process = processes.get(pid);
        if (process == null || process.isStopped()) {
            return;
        }
        boolean hears = process.forwarder()
                || process.caught().contains(signal)
                || process.blocked().contains(signal);
        for (Reaction reaction : script.reactions()) {
            if (hears && reaction.pid() == pid && reaction.on().equals(signal)) {
                if (reaction.takesHandlersDown()) {
                    processes.put(pid, ears(process, process.state(), SignalSet.NONE, SignalSet.NONE));
                }
                if (reaction.exitsAfter() != NEVER) {
                    inTheWorld(
                            now + reaction.exitsAfter(),
                            () -> exit(script.exit().status()));
                }
            }
        }
    }

    private int kill() {
        boolean reaches = script.exit().killReaches();
        if (reaches && script.exit().killTakes() != NEVER) {
            inTheWorld(now + script.exit().killTakes(), () -> exit(script.exit().statusWhenKilled()));
        }
        happenings.add(
                new Happening(now, Integer.MIN_VALUE + order++, life, () -> tell(new Event.Killed(now, reaches))));
        return reaches ? 1 : 0;
    }

    private void crash(Crash how) {
        diary.add(new Entry.Crashed(now, how));
        Written left = how.toLastWrite() ? written : Written.by(run);
        life++;
        timer++;
        down = true;
        inTheWorld(now + how.downFor(), () -> resume(left, how.baselinesKept()));
    }

    private void resume(Written left, boolean baselinesKept) {
        down = false;
        written = left;
        diary.add(new Entry.Resumed(now));
        HearingMemory memory = new HearingMemory();
        if (baselinesKept) {
            script.baselines().forEach(memory::observe);
        }
        left.ears().forEach(memory::remember);
        run = new LadderRun(script.ladder(), 0, memory, left.progress());
        apply(run.start(now));
        List<Event> late = List.copyOf(missed);
        missed.clear();
        late.forEach(event -> inTheWorld(now, () -> {
            if (down) {
                missed.add(event);
            } else if (!run.isFinished()) {
                tell(at(event));
            }
        }));
    }

    private Event at(Event event) {
        return switch (event) {
            case Event.Released e -> new Event.Released(now);
            case Event.Cancelled e -> new Event.Cancelled(now);
            case Event.Exited(long at, ExitStatus status, boolean outOfMemory) ->
                new Event.Exited(now, status, outOfMemory);
            default -> throw new IllegalArgumentException("nobody missed " + event);
        };
    }
}
