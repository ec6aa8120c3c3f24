package dev.gracefulshutdown.profile;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.StepRecord;
import dev.gracefulshutdown.plan.ContainerFacts;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Planner;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.Journal;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** By the planner and the runner of this build. */
final class RunnerWalk implements LadderWalk {
    @Override
    public Stopped stop(RealServer server, StopSettings own, ServerProfile profile) {
        try (LinuxNode node = new LinuxNode(KnownInits::isInit);
                ShutdownRunner runner = new ShutdownRunner(BootClock::now, Journal.none())) {
            Container container = node.process(profile.name(), server.pid(), seen -> witnessed(seen, server))
                    .orElseThrow();
            ShutdownReport report = runner.start(
                            profile.name(), container, ladder(own, profile), new HearingMemory(), r -> {})
                    .done()
                    .orTimeout(RealServer.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            return new Stopped(
                    report.outcome().orElseThrow(),
                    report.timeline().stream().map(StepRecord::signal).toList(),
                    report.exit().code(),
                    report.took());
        }
    }

    /** Its launcher knows how it ended where the kernel is too old to tell us; but for SIGKILL, of which unshare(1) makes 1. */
    private static CompletableFuture<ExitStatus> witnessed(CompletableFuture<ExitStatus> seen, RealServer server) {
        return seen.thenCombine(
                server.ended(),
                (status, code) -> status instanceof ExitStatus.Unknown ? new ExitStatus.Code(code) : status);
    }

    private static Ladder ladder(StopSettings own, ServerProfile profile) {
        try {
            return Planner.plan(own, profile.settings(), ContainerFacts.DOCKER).ladder();
        } catch (InvalidPlanException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
