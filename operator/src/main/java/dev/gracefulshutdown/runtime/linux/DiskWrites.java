package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.Condition.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** Whether data still goes to the disk: above 1 MiB/s over the last 2 s, by what was written or by what no longer waits. */
final class DiskWrites {
    private static final long WINDOW = Duration.ofSeconds(2).toNanos();
    private static final double BYTES_PER_NANO = (1 << 20) / 1e9;

    private final CgroupFiles cgroup;
    private final Deque<Look> looks = new ArrayDeque<>();

    private record Look(long at, OptionalLong written, OptionalLong unwritten) {}

    DiskWrites(CgroupFiles cgroup) {
        this.cgroup = cgroup;
    }

    Verdict look(long now) {
        Look last = new Look(now, cgroup.writtenBytes(), cgroup.unwrittenBytes());
        if (last.written().isEmpty() && last.unwritten().isEmpty()) {
            return Verdict.UNKNOWN;
        }
        looks.add(last);
        // Only the newest look that is old enough is needed of the old ones.
        while (looks.size() > 1 && secondAt() <= now - WINDOW) {
            looks.removeFirst();
        }
        Look first = looks.getFirst();
        if (now - first.at() < WINDOW) {
            return Verdict.PENDING;
        }
        double enough = BYTES_PER_NANO * (now - first.at());
        boolean writes = rise(first.written(), last.written()) > enough;
        boolean flushes = rise(last.unwritten(), first.unwritten()) > enough;
        return writes || flushes ? Verdict.HOLDS : Verdict.CLEAR;
    }

    private long secondAt() {
        return looks.stream().skip(1).findFirst().orElseThrow().at();
    }

    private static long rise(OptionalLong from, OptionalLong to) {
        return from.isPresent() && to.isPresent() ? to.getAsLong() - from.getAsLong() : 0;
    }
}
