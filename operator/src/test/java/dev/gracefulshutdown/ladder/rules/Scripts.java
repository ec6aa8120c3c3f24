package dev.gracefulshutdown.ladder.rules;

import static dev.gracefulshutdown.ladder.rules.Script.MAIN;
import static dev.gracefulshutdown.ladder.rules.Times.NEVER;
import static dev.gracefulshutdown.ladder.rules.Times.millis;
import static dev.gracefulshutdown.ladder.rules.Times.seconds;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Condition.Verdict;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.rules.Script.Change;
import dev.gracefulshutdown.ladder.rules.Script.Clock;
import dev.gracefulshutdown.ladder.rules.Script.Exit;
import dev.gracefulshutdown.ladder.rules.Script.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Writes scripts: containers that hear well, badly or not at all, on clocks that are exact, late or very late. */
final class Scripts {
    static final List<Signal> SIGNALS = List.of(Signal.TERM, Signal.INT, Signal.QUIT, Signal.USR1, Signal.WINCH);

    private final Dice dice;

    /** One in so many masks has a given signal; 0 for a container that hears nothing. */
    private final int oneInHears;

    private final boolean plain;

    private Scripts(long seed) {
        dice = new Dice(seed);
        oneInHears = dice.pick(0, 0, 0, 20, 8, 4);
        plain = dice.oneIn(2);
    }

    static Script of(long seed) {
        return new Scripts(seed).script(seed);
    }

    private Script script(long seed) {
        Ladder ladder = ladder();
        List<ProcessFacts> processes = new ArrayList<>();
        int count = plain ? 1 + dice.below(2) : 1 + dice.below(6);
        for (int i = 0; i < count; i++) {
            processes.add(process(MAIN + i, parent(i), i == 0 && !dice.oneIn(3) ? 1 : i + 7));
        }
        long age = dice.pick(60_000, dice.below(20_000), 10_000, 9_000 + dice.below(2_000));
        return new Script(
                ladder,
                age,
                baselines(processes, age),
                processes,
                changes(processes),
                reactions(processes),
                exit(),
                verdicts(),
                dice.oneIn(10) ? Optional.of(dice.pick(SIGNALS)) : Optional.empty(),
                fromOutside(ladder),
                unreachable(),
                new Clock(
                        seed,
                        dice.pick(0L, 0L, 0L, millis(30), millis(30), millis(700), seconds(4)),
                        dice.oneIn(2) ? 0 : millis(3)));
    }

    private int parent(int index) {
        // Now and then an exec session: its parent is outside.
        return index == 0 || dice.oneIn(12) ? 50 : MAIN + dice.below(index);
    }

    private ProcessFacts process(int pid, int parent, int namespacePid) {
        return new ProcessFacts(
                new ProcessKey(pid, 1),
                parent,
                namespacePid,
                dice.oneIn(5) ? "sh" : "p" + pid,
                dice.oneIn(8) ? 'T' : dice.oneIn(8) ? 'D' : 'S',
                mask(oneInHears),
                mask(oneInHears),
                mask(dice.pick(2, 6)),
                oneInHears > 0 && dice.oneIn(12),
                plain || !dice.oneIn(25));
    }

    /** With other ears; it may have become another program. */
    private ProcessFacts other(ProcessFacts before) {
        ProcessFacts after = process(before.pid(), before.parentPid(), before.namespacePid());
        return new ProcessFacts(
                before.key(),
                before.parentPid(),
                before.namespacePid(),
                dice.oneIn(3) ? "q" + before.pid() : before.name(),
                after.state(),
                dice.oneIn(4) ? mask(3) : after.caught(),
                after.blocked(),
                after.ignored(),
                after.forwarder(),
                after.readable());
    }

    private SignalSet mask(int oneIn) {
        SignalSet set = SignalSet.NONE;
        for (Signal signal : SIGNALS) {
            if (oneIn > 0 && dice.oneIn(oneIn)) {
                set = set.union(SignalSet.of(signal));
            }
        }
        return set;
    }

    private List<Reading> baselines(List<ProcessFacts> processes, long age) {
        List<Reading> baselines = new ArrayList<>();
        for (int i = dice.below(4); i > 0; i--) {
            List<ProcessFacts> then = processes.stream()
                    .filter(p -> p.pid() == MAIN || !dice.oneIn(5))
                    .map(p -> dice.oneIn(3) ? other(p) : p)
                    .toList();
            baselines.add(new Reading(MAIN, Math.max(0, age - dice.below(8_000)), then));
        }
        return baselines;
    }

    private List<Change> changes(List<ProcessFacts> processes) {
        List<Change> changes = new ArrayList<>();
        while (!plain && !dice.oneIn(2)) {
            boolean fork = dice.oneIn(3);
            int pid = MAIN + 20 + changes.size();
            ProcessFacts becomes = fork ? process(pid, parent(processes.size()), pid) : other(dice.pick(processes));
            changes.add(new Change(dice.millisBelow(dice.pick(300, 12_000)), becomes));
        }
        return changes;
    }

    private List<Reaction> reactions(List<ProcessFacts> processes) {
        List<Reaction> reactions = new ArrayList<>();
        for (ProcessFacts process : processes) {
            for (Signal signal : SIGNALS) {
                if (dice.oneIn(3)) {
                    reactions.add(new Reaction(
                            process.pid(),
                            signal,
                            dice.oneIn(2),
                            dice.oneIn(2) ? dice.millisBelow(dice.pick(100, 8_000)) : NEVER));
                }
            }
        }
        return reactions;
    }

    private Exit exit() {
        ExitStatus status = dice.pick(
                new ExitStatus.Code(0),
                new ExitStatus.Code(0),
                new ExitStatus.Code(1),
                new ExitStatus.Code(137),
                new ExitStatus.Code(143),
                new ExitStatus.Killed(Signal.TERM),
                new ExitStatus.Unknown());
        return new Exit(
                dice.oneIn(6) ? dice.millisBelow(20_000) : NEVER,
                status,
                dice.pick(new ExitStatus.Killed(Signal.KILL), new ExitStatus.Code(137), new ExitStatus.Unknown()),
                dice.oneIn(3),
                dice.oneIn(12) ? NEVER : dice.pick(0L, millis(4)),
                dice.oneIn(6) ? NEVER : dice.millisBelow(dice.pick(10, 2_000, 40_000)),
                !dice.oneIn(15));
    }

    private Map<Condition, NavigableMap<Long, Verdict>> verdicts() {
        Map<Condition, NavigableMap<Long, Verdict>> all = new EnumMap<>(Condition.class);
        for (Condition condition : Condition.values()) {
            NavigableMap<Long, Verdict> verdicts = new TreeMap<>();
            int pace = dice.pick(2_000, 8_000, 60_000);
            for (long at = 0; at < seconds(60); at += millis(1) + dice.millisBelow(pace)) {
                verdicts.put(
                        at, dice.pick(Verdict.HOLDS, Verdict.HOLDS, Verdict.CLEAR, Verdict.PENDING, Verdict.UNKNOWN));
            }
            all.put(condition, verdicts);
        }
        return all;
    }

    private List<Event> fromOutside(Ladder ladder) {
        List<Event> events = new ArrayList<>();
        while (dice.oneIn(4)) {
            events.add(new Event.SentByOther(dice.millisBelow(dice.pick(300, 15_000)), dice.pick(SIGNALS)));
        }
        if (dice.oneIn(ladder.onDeadline() == OnDeadline.HOLD ? 2 : 15)) {
            events.add(new Event.Released(dice.millisBelow(30_000)));
        }
        if (dice.oneIn(20)) {
            events.add(new Event.Cancelled(dice.millisBelow(dice.pick(300, 20_000))));
        }
        while (dice.oneIn(3)) {
            events.add(new Event.Tick(dice.millisBelow(20_000)));
        }
        return events;
    }

    private Set<Integer> unreachable() {
        Set<Integer> steps = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            if (dice.oneIn(15)) {
                steps.add(i);
            }
        }
        return steps;
    }

    private Ladder ladder() {
        if (dice.oneIn(20)) {
            return Ladder.kill(dice.pick(Signal.KILL, Signal.HUP, Signal.TERM));
        }
        List<Step> steps = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < 1 + dice.below(5) && at <= 10_000; i++) {
            Step.Purpose purpose = dice.oneIn(5) ? Step.Purpose.DIAGNOSE : Step.Purpose.ASK;
            Delivery to = dice.oneIn(2) ? Delivery.AUTO : dice.pick(Delivery.values());
            steps.add(new Step(Duration.ofMillis(at), dice.pick(SIGNALS), to, purpose));
            at += 1 + dice.below(dice.pick(100, 4_000));
        }
        Set<Condition> conditions = EnumSet.noneOf(Condition.class);
        if (dice.oneIn(2)) {
            conditions.add(dice.pick(Condition.values()));
            conditions.add(dice.pick(Condition.values()));
        }
        return new Ladder(
                Optional.empty(),
                Duration.ofMillis(dice.oneIn(2) ? 0 : dice.below(5_000)),
                steps,
                Duration.ofMillis(at + dice.below(dice.pick(1_000, 5_000))),
                dice.pick(OnUndeliverable.values()),
                conditions,
                Duration.ofMillis(dice.pick(0, dice.below(2_000), dice.below(20_000))),
                dice.oneIn(4) ? OnDeadline.HOLD : OnDeadline.KILL);
    }
}
