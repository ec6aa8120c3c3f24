package dev.gracefulshutdown.shutdown;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Condition.Verdict;
import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.LadderRun;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.shutdown.JournalEntry.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ladder on one container. Events and deeds are messages of one mailbox, so each is carried out before the next is
 * looked at: what was withdrawn meanwhile is not sent any more, and an exit is never taken before the signal it followed.
 */
public final class RunningShutdown {
    private static final Logger LOG = LoggerFactory.getLogger(RunningShutdown.class);

    /** Longer than any healthy disk's fsync. */
    private static final Duration DISK_HANGS = Duration.ofSeconds(5);

    private static final Duration AGAIN_AFTER_A_FAULT = Duration.ofMillis(200);
    private static final Duration WRITE_AGAIN = Duration.ofSeconds(2);

    /** The container may be alive: an entry that is not seen to be over would have our next start end it. */
    private static final Set<Outcome> MAY_BE_ALIVE =
            Set.of(Outcome.CANCELLED, Outcome.STUCK, Outcome.FAILED, Outcome.SIGNALLED);

    private final JournalEntry begun;
    private final Container container;
    private final Deeds deeds;
    private final LadderRun run;
    private final ShutdownRunner runner;
    private final Consumer<ShutdownReport> listener;
    private final Mailbox mailbox;
    private final long oomKillsBefore;
    private final Instant startedAt;
    private final CompletableFuture<ShutdownReport> done = new CompletableFuture<>();
    private final List<Told> told = new ArrayList<>();
    private Map<Condition, Verdict> verdicts = Map.of();
    private @Nullable Future<?> timer;
    private volatile ShutdownReport report;

    RunningShutdown(
            JournalEntry begun,
            Container container,
            LadderRun run,
            ShutdownRunner runner,
            Consumer<ShutdownReport> listener) {
        this.begun = begun;
        this.container = container;
        this.deeds = new Deeds(begun.id(), container);
        this.run = run;
        this.runner = runner;
        this.listener = listener;
        this.mailbox = new Mailbox(runner::execute, this::failed);
        this.oomKillsBefore = container.oomKills();
        this.startedAt = Instant.now().minus(elapsed());
        this.report = reportNow();
    }

    void start() {
        mailbox.post(this::begin);
        var _ = container.exit().thenAccept(status -> {
            long seen = runner.now();
            mailbox.post(() -> feed(new Event.Exited(seen, status, outOfMemory(status))));
        });
    }

    /** Of an entry whose ladder is over for good. */
    void settleOnly() {
        runner.aside(this::settle);
    }

    private void begin() {
        if (begun.progress().stepsBegun() == 0) {
            deeds.prepare(begun.ladder().extendWhile());
        }
        if (begun.ladder().drainDelay().isPositive()) {
            // Else the first step's own entry comes at once.
            var _ = journal(Stage.RUNNING);
        }
        run.start(runner.now()).forEach(this::carryOut);
        publish();
    }

    /** Completes when nothing more will happen. */
    public CompletableFuture<ShutdownReport> done() {
        return done;
    }

    /** As it stands. */
    public ShutdownReport report() {
        return report;
    }

    /** Since its start. */
    public Duration elapsed() {
        return Duration.ofNanos(runner.now() - begun.startedAt());
    }

    /** Ends a Hold: SIGKILL now; before the Hold, as soon as it would begin. */
    public void release() {
        mailbox.post(() -> feed(new Event.Released(runner.now())));
    }

    /** Withdraws it: nothing more is sent. */
    public void cancel() {
        mailbox.post(() -> feed(new Event.Cancelled(runner.now())));
    }

    /** Somebody else has sent this signal to the main process: it is not sent again. */
    public void sentByOther(Signal signal) {
        mailbox.post(() -> {
            feed(new Event.SentByOther(runner.now(), signal));
            if (!run.isFinished()) {
                // Or a crash before the next deed would forget it.
                var _ = journal(Stage.RUNNING);
            }
        });
    }

    /**
     * What a shutdown that is over has come to, when somebody tells afterwards how the container ended. Told nobody: whoever
     * asks has to.
     */
    public ShutdownReport judged(ExitStatus told, boolean outOfMemory) {
        ShutdownReport known = report;
        run.told(told, outOfMemory);
        return new ShutdownReport(
                known.id(),
                run.outcome(),
                run.reason(),
                run.exit(),
                known.timeline(),
                known.told(),
                known.startedAt(),
                known.took(),
                known.drainDelay(),
                known.finished());
    }

    private boolean outOfMemory(ExitStatus status) {
        return status.isSigkill() && oomKillsBefore >= 0 && container.oomKills() > oomKillsBefore;
    }

    private void feed(Event event) {
        run.on(event).forEach(this::carryOut);
        publish();
    }

    /** A fault of ours: said, and the ladder goes on, for one that stands still never comes to its end. */
    private void failed(Throwable fault) {
        LOG.error("{}: a fault of graceful itself; going on", begun.id(), fault);
        again(() -> feed(new Event.Tick(runner.now())));
    }

    private void again(Runnable message) {
        var _ = runner.schedule(runner.now() + AGAIN_AFTER_A_FAULT.toNanos(), () -> mailbox.post(message));
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.WaitUntil(long at) -> {
                stopTimer();
                timer = runner.schedule(at, () -> mailbox.post(() -> feed(new Event.Tick(runner.now()))));
            }
            case Effect.Read() -> mailbox.post(this::read);
            case Effect.Send send -> afterJournal(() -> send(send));
            case Effect.KillAll() -> afterJournal(() -> feed(new Event.Killed(runner.now(), deeds.kill())));
            case Effect.Check(var conditions) ->
                mailbox.post(() -> {
                    verdicts = deeds.check(conditions);
                    feed(new Event.Checked(runner.now(), verdicts));
                });
            case Effect.Tell(Effect.Notice notice) -> told.add(new Told(sinceFirstSignal(), notice, behind(notice)));
            case Effect.Finish(Outcome outcome) -> {
                stopTimer();
                publish();
                mailbox.post(this::over);
            }
        }
    }

    private Duration sinceFirstSignal() {
        return elapsed().minus(begun.ladder().drainDelay());
    }

    /** The conditions that a notice is about. */
    private Set<Condition> behind(Effect.Notice notice) {
        return switch (notice) {
            case EXTENDED -> found(Verdict.HOLDS);
            case CONDITION_UNKNOWN -> found(Verdict.UNKNOWN);
            case HELD, BLOCKED_ON_IO -> Set.of();
        };
    }

    private Set<Condition> found(Verdict verdict) {
        return verdicts.entrySet().stream()
                .filter(found -> found.getValue() == verdict)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void read() {
        deeds.read().ifPresentOrElse(reading -> feed(new Event.Read(runner.now(), reading)), () -> again(this::read));
    }

    private void send(Effect.Send send) {
        long at = runner.now();
        int reached = 0;
        try {
            reached = deeds.send(send);
        } finally {
            // After the signals of others that begin in the same moment.
            Event sent = new Event.Sent(at, send.step(), reached);
            mailbox.postFirst(() -> feed(sent));
        }
    }

    private void stopTimer() {
        Future<?> former = timer;
        if (former != null) {
            former.cancel(false);
        }
    }

    /**
     * The intent is on the disk before the deed. Where the disk fails or hangs, the deed is done all the same, and said: a
     * container that can't be stopped because a log can't be written helps nobody.
     */
    private void afterJournal(Runnable deed) {
        runner.deedBegins();
        var _ = journal(Stage.RUNNING)
                .thenRun(() -> mailbox.post(() -> {
                    try {
                        if (!run.isFinished()) {
                            deed.run();
                        }
                    } finally {
                        runner.deedEnds();
                    }
                }));
    }

    /** Completes when the present state is on the disk, or can't be brought there in time; never exceptionally. */
    private CompletableFuture<Boolean> journal(Stage stage) {
        return runner.journal()
                .write(begun.at(run.progress(), run.memory().snapshot(), stage))
                .orTimeout(DISK_HANGS.toMillis(), TimeUnit.MILLISECONDS)
                .handle((written, failure) -> {
                    if (failure != null) {
                        LOG.error("{}: the journal can't be written; going on without", begun.id(), failure);
                    }
                    return failure == null;
                });
    }

    /** After all that was told before. */
    private void over() {
        runner.aside(() -> {
            tell(report);
            settle();
        });
    }

    private void settle() {
        Stage left = deeds.settle() ? Stage.FINISHED : Stage.SETTLING;
        mailbox.post(() -> close(left));
    }

    private void close(Stage left) {
        var _ = journal(left)
                .thenAccept(written -> mailbox.post(() -> {
                    if (!written
                            && report.outcome().filter(MAY_BE_ALIVE::contains).isPresent()) {
                        var _ = runner.schedule(
                                runner.now() + WRITE_AGAIN.toNanos(), () -> mailbox.post(() -> close(left)));
                        return;
                    }
                    runner.forget(begun.id(), this);
                    container.close();
                    done.complete(report);
                }));
    }

    private void publish() {
        ShutdownReport before = report;
        if (before.finished()) {
            return;
        }
        ShutdownReport after = reportNow();
        if (after.finished()
                || !before.timeline().equals(after.timeline())
                || !before.outcome().equals(after.outcome())
                || !before.told().equals(after.told())) {
            report = after;
            if (!after.finished()) {
                // After what others have to send.
                mailbox.post(() -> tell(after));
            }
        }
    }

    /** Whoever listens can't stop a shutdown by failing. */
    private void tell(ShutdownReport news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            LOG.error("{}: could not be told of", begun.id(), e);
        }
    }

    private ShutdownReport reportNow() {
        return new ShutdownReport(
                begun.id(),
                run.outcome(),
                run.reason(),
                run.exit(),
                run.timeline(),
                told,
                startedAt,
                elapsed(),
                begun.ladder().drainDelay(),
                run.isFinished());
    }
}
