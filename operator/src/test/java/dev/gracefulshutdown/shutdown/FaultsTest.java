package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.SendResult;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.shutdown.JournalEntry.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever fails around a ladder, it comes to its end, says so truly, and does nothing afterwards. */
class FaultsTest {
    private static final ProcessKey MAIN = new ProcessKey(4711, 1);
    private static final Step TERM = Step.ask(Duration.ZERO, Signal.TERM);

    private final MemoryJournal journal = new MemoryJournal();
    private final ShutdownRunner runner = new ShutdownRunner(BootClock::now, journal);

    @AfterEach
    void close() {
        runner.close();
    }

    /** Keeps entries in memory; writes can be held back or refused. */
    private static final class MemoryJournal implements Journal {
        final Queue<JournalEntry> entries = new ConcurrentLinkedQueue<>();
        volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
        volatile boolean full;

        @Override
        public CompletableFuture<Void> write(JournalEntry entry) {
            if (full) {
                return CompletableFuture.failedFuture(new IOException("No space left on device"));
            }
            entries.add(entry);
            return gate.copy();
        }

        @Override
        public List<JournalEntry> unfinished() {
            return List.of();
        }

        @Override
        public void close() {}

        Optional<Stage> last(String id) {
            return entries.stream()
                    .filter(e -> e.id().equals(id))
                    .reduce((a, b) -> b)
                    .map(JournalEntry::stage);
        }
    }

    /** A process that hears SIGTERM and stays until it is killed; tests make parts of it fail. */
    private static class Victim implements Container {
        final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
        final Queue<Signal> signals = new ConcurrentLinkedQueue<>();

        @Override
        public ContainerIdentity identity() {
            return new ContainerIdentity("boot", "victim", MAIN);
        }

        @Override
        public Reading read() {
            ProcessFacts main = new ProcessFacts(
                    MAIN, 1, 1, "victim", 'S', SignalSet.of(Signal.TERM), SignalSet.NONE, SignalSet.NONE, false, true);
            return new Reading(MAIN.pid(), 60_000, exit.isDone() ? List.of() : List.of(main));
        }

        @Override
        public SendResult send(Signal signal, ProcessKey process) {
            signals.add(signal);
            return SendResult.DELIVERED;
        }

        @Override
        public SendResult killAll() {
            signals.add(Signal.KILL);
            exit.complete(new ExitStatus.Killed(Signal.KILL));
            return SendResult.DELIVERED;
        }

        @Override
        public CompletableFuture<ExitStatus> exit() {
            return exit;
        }

        @Override
        public void prepare(Set<Condition> conditions) {}

        @Override
        public Map<Condition, Condition.Verdict> check(Set<Condition> conditions) {
            throw new IllegalStateException("no such file");
        }

        @Override
        public long oomKills() {
            return -1;
        }

        @Override
        public void close() {}
    }

    private RunningShutdown begin(Victim victim, Ladder ladder) {
        return runner.start("victim", victim, ladder, new HearingMemory(), report -> {});
    }

    private ShutdownReport stop(Victim victim, Ladder ladder) {
        return finished(begin(victim, ladder));
    }

    private static ShutdownReport finished(RunningShutdown shutdown) {
        return shutdown.done().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static Ladder shortly(Step... steps) {
        return plan(OnUndeliverable.WAIT, Duration.ofMillis(300), steps);
    }

    private static Ladder plan(OnUndeliverable undeliverable, Duration grace, Step... steps) {
        return dev.gracefulshutdown.shutdown.Stage.ladder(undeliverable, grace, steps);
    }

    @Test
    void aReadingThatFailsForAWhileDelaysTheEndAndDoesNotPreventIt() {
        AtomicInteger faults = new AtomicInteger(3);
        Victim victim = new Victim() {
            @Override
            public Reading read() {
                if (faults.getAndDecrement() > 0) {
                    throw new IllegalStateException("Too many open files");
                }
                return super.read();
            }
        };
        assertThat(stop(victim, shortly(TERM)).outcome()).contains(Outcome.FORCED);
        assertThat(victim.signals).containsExactly(Signal.TERM, Signal.KILL);
    }

    @Test
    void conditionsThatCannotBeCheckedGiveNoTime() {
        Victim victim = new Victim();
        Ladder ladder = new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(TERM),
                Duration.ofMillis(300),
                OnUndeliverable.WAIT,
                Set.of(Condition.DISK_WAIT),
                Duration.ofMinutes(5),
                OnDeadline.KILL);
        assertThat(stop(victim, ladder).outcome()).contains(Outcome.FORCED);
    }

    @Test
    void anErrorWhileASignalIsSentDoesNotPreventTheEnd() {
        Victim victim = new Victim() {
            @Override
            public SendResult send(Signal signal, ProcessKey process) {
                throw new StackOverflowError();
            }
        };
        ShutdownReport report = stop(victim, shortly(TERM));
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(report.timeline().getFirst().delivery()).isEqualTo(StepRecord.Result.UNDELIVERABLE);
    }

    @Test
    void whatSomebodyElseHasSentIsWrittenDownAtOnceAndNothingIsAfterTheEnd() {
        RunningShutdown shutdown = begin(new Victim(), plan(OnUndeliverable.WAIT, Duration.ofMinutes(10), TERM));
        shutdown.sentByOther(Signal.INT);
        await().until(() -> journal.entries.stream()
                .flatMap(entry -> entry.progress().timeline().stream())
                .anyMatch(step -> step.sentBy() == StepRecord.SentBy.RUNTIME && step.signal() == Signal.INT));
        shutdown.cancel();
        finished(shutdown);

        shutdown.sentByOther(Signal.QUIT);
        runner.close();
        assertThat(journal.last("victim")).contains(Stage.FINISHED);
    }

    @Test
    void whatIsWithdrawnWhileItsIntentIsBeingWrittenIsNotSent() {
        Victim victim = new Victim();
        journal.gate = new CompletableFuture<>();
        RunningShutdown shutdown = begin(victim, shortly(TERM));
        await().until(() -> !journal.entries.isEmpty());
        shutdown.cancel();
        await().until(() -> shutdown.report().finished());
        journal.gate.complete(null);
        assertThat(finished(shutdown).outcome()).contains(Outcome.CANCELLED);
        assertThat(victim.signals).isEmpty();
        assertThat(shutdown.report().timeline()).isEmpty();
    }

    @Test
    void aCancelIsAcknowledgedOnlyWhenTheJournalKnowsIt() {
        Victim victim = new Victim();
        RunningShutdown shutdown = begin(victim, plan(OnUndeliverable.WAIT, Duration.ofMinutes(1), TERM));
        await().until(() -> victim.signals.contains(Signal.TERM));
        journal.full = true;
        shutdown.cancel();
        await().until(() -> shutdown.report().finished());
        assertThat(shutdown.done()).isNotDone();
        journal.full = false;
        assertThat(finished(shutdown).outcome()).contains(Outcome.CANCELLED);
        assertThat(journal.last("victim")).contains(Stage.FINISHED);
    }

    @Test
    void anEndingThatCouldNotBeSettledIsSettledByTheNextLifeAndNotStoppedAgain() {
        AtomicInteger faults = new AtomicInteger(1);
        Victim victim = new Victim() {
            @Override
            public void settle() {
                if (faults.getAndDecrement() > 0) {
                    throw new IllegalStateException("the engine is away");
                }
            }
        };
        RunningShutdown shutdown = begin(victim, plan(OnUndeliverable.WAIT, Duration.ofMinutes(1), TERM));
        await().until(() -> victim.signals.contains(Signal.TERM));
        shutdown.cancel();
        finished(shutdown);
        JournalEntry left = journal.entries.stream().reduce((a, b) -> b).orElseThrow();
        assertThat(left.stage()).isEqualTo(Stage.SETTLING);
        finished(runner.resume(left, victim, report -> {}));
        assertThat(victim.signals).containsExactly(Signal.TERM);
        assertThat(journal.last("victim")).contains(Stage.FINISHED);
    }

    @Test
    void slowSettlingKeepsNobodyElseWaiting() {
        CountDownLatch settling = new CountDownLatch(1);
        List<RunningShutdown> slow = IntStream.range(0, 8)
                .mapToObj(i -> runner.start(
                        "slow" + i,
                        new Victim() {
                            @Override
                            public void settle() {
                                try {
                                    settling.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }
                        },
                        Ladder.kill(Signal.KILL),
                        new HearingMemory(),
                        report -> {}))
                .toList();
        await().until(() -> slow.stream().allMatch(s -> s.report().finished()));
        assertThat(stop(new Victim(), shortly(TERM)).outcome()).contains(Outcome.FORCED);
        settling.countDown();
        slow.forEach(FaultsTest::finished);
    }

    @Test
    void anExitOnItsOwnWhileSigkillIsBeingWrittenDownIsNotForced() {
        Victim victim = new Victim();
        RunningShutdown shutdown = begin(victim, shortly(TERM));
        await().until(() -> victim.signals.contains(Signal.TERM));
        journal.gate = new CompletableFuture<>();
        int before = journal.entries.size();
        await().until(() -> journal.entries.size() > before);
        victim.exit.complete(new ExitStatus.Code(0));
        await().until(() -> shutdown.report().finished());
        journal.gate.complete(null);
        assertThat(finished(shutdown).outcome()).contains(Outcome.GRACEFUL);
        assertThat(victim.signals).containsExactly(Signal.TERM);
    }

    @Test
    void aSigkillThatIsNotPermittedIsNotCalledDelivered() {
        Victim victim = new Victim() {
            @Override
            public SendResult killAll() {
                signals.add(Signal.KILL);
                return SendResult.NOT_PERMITTED;
            }
        };
        RunningShutdown shutdown = begin(victim, shortly(TERM));
        await().until(() -> victim.signals.contains(Signal.KILL));
        await().until(() -> shutdown.report().timeline().size() == 2);
        assertThat(shutdown.report().timeline().getLast().delivery()).isEqualTo(StepRecord.Result.UNDELIVERABLE);
        victim.exit.complete(new ExitStatus.Code(0));
        assertThat(finished(shutdown).outcome()).contains(Outcome.GRACEFUL);
    }

    @Test
    void aKillWhoseSignalReachesNobodyHasFailed() {
        Victim victim = new Victim() {
            @Override
            public SendResult send(Signal signal, ProcessKey process) {
                return SendResult.NOT_PERMITTED;
            }
        };
        ShutdownReport report = stop(victim, Ladder.kill(Signal.HUP));
        assertThat(report.outcome()).contains(Outcome.FAILED);
        assertThat(report.reason()).isEqualTo("SIGHUP reached nobody");
    }

    @Test
    void aStartBesideOneThatIsJustEndingIsAStartOfItsOwn() {
        Victim first = new Victim();
        RunningShutdown ending = begin(first, plan(OnUndeliverable.WAIT, Duration.ofMinutes(1), TERM));
        await().until(() -> first.signals.contains(Signal.TERM));
        journal.gate = new CompletableFuture<>();
        ending.cancel();
        await().until(() -> ending.report().finished());
        journal.gate.complete(null);
        Victim second = new Victim();
        assertThat(stop(second, shortly(TERM)).outcome()).contains(Outcome.FORCED);
        assertThat(second.signals).containsExactly(Signal.TERM, Signal.KILL);
    }

    @Test
    void whatIsWrittenDownAsSentIsSentBeforeWeClose() {
        Victim victim = new Victim();
        journal.gate = new CompletableFuture<>();
        begin(victim, plan(OnUndeliverable.WAIT, Duration.ofMinutes(1), TERM));
        await().until(() -> !journal.entries.isEmpty());
        Thread closing = Thread.ofPlatform().start(runner::close);
        journal.gate.complete(null);
        await().until(() -> !closing.isAlive());
        assertThat(victim.signals).containsExactly(Signal.TERM);
    }

    @Test
    void aMainProcessThatIsGoneWithoutAWordEndsTheLadderAllTheSame() {
        Victim victim = new Victim() {
            @Override
            public Reading read() {
                return signals.isEmpty() ? super.read() : new Reading(MAIN.pid(), 60_000, List.of());
            }
        };
        Step later = Step.ask(Duration.ofMillis(100), Signal.INT);
        ShutdownReport report = stop(victim, plan(OnUndeliverable.WAIT, Duration.ofMinutes(1), TERM, later));
        assertThat(report.outcome()).contains(Outcome.FAILED);
        assertThat(report.reason()).contains("exit status is unknown");
    }
}
