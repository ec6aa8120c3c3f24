package dev.gracefulshutdown.runtime.kubernetes;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.runtime.ProcStat;
import dev.gracefulshutdown.runtime.ProcStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of {@code /proc} as {@link Commands} print them: the uptime, then each process by status, stat and cmdline. */
final class ProcText {
    /** Beyond the highest PID that a kernel gives (PID_MAX_LIMIT, 2^22), so that no stand-in is ever somebody. */
    private static final int STAND_IN = 1 << 22;

    private static final long MILLIS_PER_TICK = 10;
    private static final Pattern PROCESS = Pattern.compile("(?m)^@(\\d+)\n");

    private final Predicate<String> isInit;
    private final List<Entry> entries = new ArrayList<>();
    private final long uptimeMillis;

    private record Entry(ProcStatus status, ProcStat stat, List<String> argv) {}

    private ProcText(String text, Predicate<String> isInit) {
        this.isInit = isInit;
        String first = text.lines().findFirst().orElse("").split(" ", 2)[0];
        uptimeMillis = first.matches("\\d+(\\.\\d+)?")
                ? new BigDecimal(first).movePointRight(3).longValue()
                : 0;
        Matcher marks = PROCESS.matcher(text);
        int from = -1;
        String pid = "";
        while (marks.find()) {
            add(text, pid, from, marks.start());
            pid = marks.group(1);
            from = marks.end();
        }
        add(text, pid, from, text.length());
    }

    /** Reads; empty when no main process is among what was printed, or it has no masks. */
    static Optional<Look.Read> parse(String text, Predicate<String> isInit) {
        return new ProcText(text, isInit).read();
    }

    private void add(String text, String pid, int from, int to) {
        int stat = from < 0 ? -1 : text.indexOf("\n" + pid + " (", from);
        int end = stat < 0 ? -1 : text.indexOf('\n', stat + 1);
        if (end < 0 || end > to) {
            return;
        }
        try {
            ProcStatus status = ProcStatus.parse(text.substring(from, stat + 1));
            ProcStat times = ProcStat.parse(text.substring(stat + 1, end));
            if (!times.hasEnded()) {
                entries.add(new Entry(status, times, argv(text.substring(end + 1, to))));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // It vanished while it was printed, or its kernel shows no masks.
        }
    }

    private static List<String> argv(String cmdline) {
        int end = cmdline.lastIndexOf('\0');
        return end < 0 ? List.of() : List.of(cmdline.substring(0, end).split("\0", -1));
    }

    private Optional<Look.Read> read() {
        return main().map(main -> {
            Map<Integer, List<String>> lines = new HashMap<>();
            entries.forEach(e -> lines.put(standIn(e.status().pid()), e.argv()));
            long age = Math.max(0, uptimeMillis - main.stat().startTicks() * MILLIS_PER_TICK);
            List<ProcessFacts> facts =
                    entries.stream().map(e -> facts(e, e == main)).toList();
            return new Look.Read(new Reading(standIn(main.status().pid()), age, facts), lines);
        });
    }

    /** PID 1; where the container shares its PIDs, the oldest that was started from outside: exec sessions come later. */
    private Optional<Entry> main() {
        Set<Integer> pids = new HashSet<>();
        entries.forEach(e -> pids.add(e.status().pid()));
        return entries.stream()
                .filter(e -> !pids.contains(e.status().parentPid()))
                .min(Comparator.comparing((Entry e) -> e.status().pid() != 1)
                        .thenComparingLong(e -> e.stat().startTicks())
                        .thenComparingInt(e -> e.status().pid()));
    }

    private ProcessFacts facts(Entry entry, boolean main) {
        ProcStatus status = entry.status();
        return new ProcessFacts(
                new ProcessKey(standIn(status.pid()), entry.stat().startTicks()),
                main || status.parentPid() == 0 ? 0 : standIn(status.parentPid()),
                status.namespacePid(),
                status.name(),
                status.state(),
                status.caught(),
                status.blocked(),
                status.ignored(),
                isInit.test(status.name()) || (main && isInit.test(program(entry.argv()))),
                true);
    }

    private static String program(List<String> argv) {
        String first = argv.isEmpty() ? "" : argv.getFirst();
        return first.substring(first.lastIndexOf('/') + 1);
    }

    private static int standIn(int pid) {
        return STAND_IN + pid;
    }
}
