package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.Condition.Verdict;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the same thread was in uninterruptible sleep (state D) at each of the last 3 looks. */
final class DiskWait {
    private static final int LOOKS = 3;

    private final ProcFs proc;
    private Map<Task, Integer> inARow = Map.of();
    private int looks;

    private record Task(int id, long startTicks) {}

    DiskWait(ProcFs proc) {
        this.proc = proc;
    }

    Verdict look(Reading reading) {
        List<ProcFs.ThreadState> threads = reading.processes().stream()
                .map(ProcessFacts::pid)
                .flatMap(pid -> proc.threads(pid).stream())
                .toList();
        if (threads.isEmpty() && !reading.processes().isEmpty()) {
            return Verdict.UNKNOWN;
        }
        Map<Task, Integer> now = new HashMap<>();
        for (ProcFs.ThreadState thread : threads) {
            if (thread.state() == 'D') {
                Task key = new Task(thread.id(), thread.startTicks());
                now.put(key, inARow.getOrDefault(key, 0) + 1);
            }
        }
        inARow = now;
        looks++;
        if (now.values().stream().anyMatch(n -> n >= LOOKS)) {
            return Verdict.HOLDS;
        }
        return looks < LOOKS ? Verdict.PENDING : Verdict.CLEAR;
    }
}
