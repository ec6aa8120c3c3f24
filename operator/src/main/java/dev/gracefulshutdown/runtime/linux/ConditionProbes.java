package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Condition.Verdict;
import dev.gracefulshutdown.ladder.Reading;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The three conditions of one container (rule 9), each with what it remembers between two looks. */
final class ConditionProbes {
    private final DiskWait diskWait;
    private final DiskWrites diskWrites;
    private final Connections connections;

    ConditionProbes(ProcFs proc, CgroupFiles cgroup, int mainPid) {
        diskWait = new DiskWait(proc);
        diskWrites = new DiskWrites(cgroup);
        connections = new Connections(proc, mainPid);
    }

    /** Before the first signal: a server that ends closes its listening ports first. */
    void prepare(Set<Condition> conditions) {
        if (conditions.contains(Condition.CONNECTIONS)) {
            connections.rememberPorts();
        }
    }

    Map<Condition, Verdict> look(Set<Condition> conditions, Reading reading) {
        Map<Condition, Verdict> verdicts = new EnumMap<>(Condition.class);
        for (Condition condition : conditions) {
            verdicts.put(
                    condition,
                    switch (condition) {
                        case DISK_WAIT -> diskWait.look(reading);
                        case DISK_WRITES -> diskWrites.look(BootClock.now());
                        case CONNECTIONS -> connections.look();
                    });
        }
        return verdicts;
    }
}
