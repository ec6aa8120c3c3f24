package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A shutdown as it stands, in one line.
 *
 * @param nameWidth columns of the longest name
 */
record ReportText(int nameWidth) {
    private static final int LONGEST = 40;

    static ReportText forNames(List<Job> jobs) {
        return new ReportText(jobs.stream()
                .mapToInt(j -> Math.min(LONGEST, j.container().name().length()))
                .max()
                .orElse(1));
    }

    String of(Job job, ShutdownReport report) {
        String signals = report.timeline().stream().map(ReportText::sent).collect(Collectors.joining(" "));
        String what = Result.of(job, report).reason();
        String end = report.finished()
                ? report.outcome().map(Outcome::label).orElse("") + (what.isEmpty() ? "" : ": " + what)
                : waiting(report);
        return ("%-" + nameWidth + "s   %s   %s")
                .formatted(job.container().name(), signals, end)
                .stripTrailing();
    }

    private static String waiting(ShutdownReport report) {
        List<Notice> notices = report.notices();
        if (notices.contains(Notice.HELD)) {
            return "held: the time is over and SIGKILL is held back";
        }
        if (notices.contains(Notice.BLOCKED_ON_IO)) {
            return "killed, and blocked on I/O";
        }
        return notices.contains(Notice.EXTENDED) ? "is given more time" : "";
    }

    private static String sent(StepRecord step) {
        boolean jumped = step.delivery() == StepRecord.Result.UNDELIVERABLE;
        return step.signal().shortName() + (jumped ? " (nobody hears)" : "");
    }
}
