package dev.gracefulshutdown.ladder;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A container on a virtual clock: processes with masks, and what each signal does to them. Drives one run to its end. */
final class World {
    static final int MAIN = 100;

    /** What was sent and when, in nanoseconds since the start. */
    record Sent(long at, int step, Signal signal, int pid) {}

    final List<Sent> sent = new ArrayList<>();
    final List<Long> kills = new ArrayList<>();
    final List<Effect.Notice> notices = new ArrayList<>();
    final Map<Condition, Condition.Verdict> verdicts = new EnumMap<>(Condition.class);
    private final Map<Integer, ProcessFacts> processes = new HashMap<>();
    private final Map<Integer, Map<Signal, Duration>> exitsAfter = new HashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    long lateness;
    long ageMillis = 60_000;
    long now;
    private long wake = Long.MAX_VALUE;
    private long exitAt = Long.MAX_VALUE;
    private ExitStatus exit = new ExitStatus.Code(0);
    boolean survivesKill;
    long resumeSeen;

    static ProcessFacts process(int pid, int parent, int namespacePid, String name, Signal... caught) {
        return new ProcessFacts(
                new ProcessKey(pid, 1),
                parent,
                namespacePid,
                name,
                'S',
                SignalSet.of(caught),
                SignalSet.NONE,
                SignalSet.NONE,
                false,
                true);
    }

    World with(ProcessFacts process) {
        processes.put(process.pid(), process);
        return this;
    }

    /** The main process ends so long after this process gets that signal. */
    World exits(int pid, Signal on, Duration after) {
        exitsAfter.computeIfAbsent(pid, p -> new HashMap<>()).put(on, after);
        return this;
    }

    World exitsByItselfAt(Duration at) {
        exitAt = at.toNanos();
        return this;
    }

    Reading reading() {
        return new Reading(MAIN, ageMillis + now / 1_000_000, List.copyOf(processes.values()));
    }

    /** Nobody can tell how the main process ends. */
    World unseen() {
        exit = new ExitStatus.Unknown();
        return this;
    }

    /** Until Finish, a Hold with nothing to wait for, or the time is over. */
    LadderRun run(LadderRun run, Duration atMost) {
        apply(run.start(now));
        while (now < atMost.toNanos()) {
            if (!events.isEmpty()) {
                apply(run.on(events.poll()));
            } else if (run.outcome().isPresent() && run.outcome().get() != Outcome.HELD) {
                return run;
            } else if (exitAt <= Math.min(wake, atMost.toNanos())) {
                now = Math.max(now, exitAt);
                exitAt = Long.MAX_VALUE;
                processes.remove(MAIN);
                apply(run.on(new Event.Exited(now, exit, false)));
            } else if (wake == Long.MAX_VALUE) {
                return run;
            } else {
                now = Math.max(now, wake + lateness);
                wake = Long.MAX_VALUE;
                apply(run.on(new Event.Tick(now)));
            }
        }
        return run;
    }

    void apply(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.WaitUntil(long at) -> wake = at;
                case Effect.Read() -> events.add(new Event.Read(now, reading()));
                case Effect.Send send -> send(send);
                case Effect.KillAll() -> kill();
                case Effect.Check(Set<Condition> asked) -> {
                    Map<Condition, Condition.Verdict> found = new EnumMap<>(Condition.class);
                    asked.forEach(c -> found.put(c, verdicts.getOrDefault(c, Condition.Verdict.CLEAR)));
                    events.add(new Event.Checked(now, found));
                }
                case Effect.Tell(Effect.Notice notice) -> notices.add(notice);
                case Effect.Finish(Outcome outcome) -> wake = Long.MAX_VALUE;
            }
        }
    }

    private void send(Effect.Send send) {
        int reached = 0;
        for (ProcessFacts target : send.targets()) {
            sent.add(new Sent(now, send.step(), send.signal(), target.pid()));
            reached++;
            Duration after = exitsAfter.getOrDefault(target.pid(), Map.of()).get(send.signal());
            if (after != null) {
                exitAt = Math.min(exitAt, now + after.toNanos());
            }
        }
        resumeSeen += send.toContinue().size();
        events.add(new Event.Sent(now, send.step(), reached));
    }

    private void kill() {
        kills.add(now);
        events.add(new Event.Killed(now, true));
        if (!survivesKill) {
            exitAt = Math.min(exitAt, now + 1_000_000);
            exit = new ExitStatus.Killed(Signal.KILL);
        }
    }
}
