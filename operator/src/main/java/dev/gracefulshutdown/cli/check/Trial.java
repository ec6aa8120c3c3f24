package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.cli.diagnose.Engine;
import dev.gracefulshutdown.cli.diagnose.FactsOf;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Facts;
import dev.gracefulshutdown.diagnosis.PastStop;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerContainer;
import dev.gracefulshutdown.runtime.docker.NewContainer;
import dev.gracefulshutdown.runtime.docker.Purpose;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.shutdown.Journal;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/** One test: start, wait until ready, look, stop, look what became of it, remove. */
final class Trial {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Engine engine;
    private final NewContainer wanted;
    private final Function<ContainerDetails, Ladder> ladders;
    private final Consumer<String> news;

    /**
     * @param ladders how the container is to be stopped
     * @param news told what happens
     */
    Trial(Engine engine, NewContainer wanted, Function<ContainerDetails, Ladder> ladders, Consumer<String> news) {
        this.engine = engine;
        this.wanted = wanted;
        this.ladders = ladders;
        this.news = news;
    }

    Result run(Function<ContainerDetails, Readiness> readiness, Duration within) {
        try (TestContainer container = TestContainer.start(engine, wanted)) {
            long startedAt = BootClock.now();
            ContainerDetails details = container.details();
            if (!details.isRunning()) {
                throw endedTooEarly(container, details);
            }
            Ladder ladder = ladders.apply(details);
            try (DockerContainer processes = engine.host().open(details, Purpose.STOP, ladder)) {
                waitUntilReady(container, processes, readiness.apply(details), within);
                Duration readyAfter = Duration.ofNanos(BootClock.now() - startedAt);
                return stop(container, processes, ladder, readyAfter);
            }
        }
    }

    private void waitUntilReady(
            TestContainer container, DockerContainer processes, Readiness readiness, Duration within) {
        news.accept("waiting for " + readiness.words());
        long until = BootClock.now() + within.toNanos();
        while (!readiness.now(container, processes)) {
            if (processes.exit().isDone()) {
                throw endedTooEarly(container, container.details());
            }
            if (BootClock.now() > until) {
                throw Problem.failed(
                        "image " + wanted.image(),
                        "is not ready after " + Seconds.compact(within) + ": waited for " + readiness.words(),
                        "correct --ready, or raise --ready-within; its last words: " + container.lastWords());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private Problem endedTooEarly(TestContainer container, ContainerDetails details) {
        return Problem.failed(
                "image " + wanted.image(),
                "ended with exit code " + details.exitCode() + " before it was ready to be stopped",
                "name a command that stays (-- COMMAND), or what it needs (-e NAME=VALUE); its last words: "
                        + container.lastWords());
    }

    private Result stop(TestContainer container, DockerContainer processes, Ladder ladder, Duration readyAfter) {
        Facts facts = new FactsOf(engine).of(container.details(), true);
        Diagnosis before = Diagnosis.of(facts);
        news.accept("stopping it by " + ladder.steps().getFirst().signal());
        try (Children children = processes.isLocal()
                        ? Children.of(
                                engine.node(), facts.reading(), facts.engine().signal())
                        : Children.none();
                ShutdownRunner runner = new ShutdownRunner(BootClock::now, Journal.none())) {
            ShutdownReport report = runner.start(container.id(), processes, ladder, new HearingMemory(), progress -> {})
                    .done()
                    .orTimeout(ladder.gracePeriod().plus(Duration.ofMinutes(5)).toSeconds(), TimeUnit.SECONDS)
                    .join();
            boolean forced = report.outcome().filter(o -> o == Outcome.FORCED).isPresent();
            List<String> killed = children.killed();
            Diagnosis after = forced || killed.isEmpty() ? Diagnosis.of(facts.after(past(before, report))) : before;
            return new Result(wanted.image(), readyAfter, ladder.gracePeriod(), report, killed, after);
        }
    }

    private static PastStop past(Diagnosis before, ShutdownReport report) {
        Hearing hearing = before.evidence().hearing();
        return new PastStop(report.outcome().orElse(Outcome.FAILED), hearing.hears(), report.sinceFirstSignal());
    }
}
