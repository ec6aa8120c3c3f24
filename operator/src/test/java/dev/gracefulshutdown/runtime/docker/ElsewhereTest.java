package dev.gracefulshutdown.runtime.docker;

import static dev.gracefulshutdown.runtime.docker.DockerStage.ask;
import static dev.gracefulshutdown.runtime.docker.DockerStage.ladder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An engine whose processes are not this machine's: the same engines, without the view of them. */
class ElsewhereTest extends OnEachEngine {
    private static final Ladder TERM = ladder(Duration.ofSeconds(10), ask(0, Signal.TERM));

    private final DockerHost remote;

    ElsewhereTest(TestEngine engine) {
        super(engine);
        remote = DockerHost.connect(engine.endpoint(), (id, pid) -> Optional.empty(), "docker-init"::equals);
    }

    @AfterEach
    void close() {
        remote.close();
    }

    private ShutdownReport stop(String id, Ladder ladder) {
        DockerContainer container = remote.open(remote.inspect(id), Purpose.STOP, ladder);
        return DockerStage.finished(stage.runner().start(id, container, ladder, new HearingMemory(), report -> {}));
    }

    @Test
    void whoHearsIsReadInside() {
        String id = stage.run(Recipe.shell(Recipe.POLITE).restart("always"));
        ShutdownReport report = stop(id, TERM);
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        assertThat(report.exit().code()).isEqualTo(3);
        assertThat(report.timeline().getFirst().hearing()).isEqualTo(Hearing.CATCHES);
        assertThat(stage.details(id).isRunning()).isFalse();
    }

    @Test
    void aDeafOneIsKilledByTheEngine() {
        String id = stage.run(Recipe.shell(Recipe.DEAF));
        ShutdownReport report = stop(id, ladder(Duration.ofSeconds(1), ask(0, Signal.TERM)));
        assertThat(report.outcome()).contains(Outcome.FORCED);
        assertThat(report.timeline().getFirst().hearing()).isEqualTo(Hearing.DEAF);
    }

    @Test
    void anInitForwardsThoughItsMasksLookDeaf() {
        String id = stage.run(Recipe.shell(Recipe.POLITE).init());
        assertThat(stop(id, TERM).timeline().getFirst().hearing()).isEqualTo(Hearing.FORWARDS);
    }

    @Test
    void whereAnotherOwnsPidOneNothingIsClaimedToBeKnown() {
        String id = stage.run(Recipe.shell(Recipe.POLITE).pidsOf("host"));
        ShutdownReport report = stop(id, TERM);
        assertThat(report.outcome()).contains(Outcome.GRACEFUL);
        assertThat(report.timeline().getFirst().hearing()).isEqualTo(Hearing.UNKNOWN);
    }

    @Test
    void whatNobodyCanReadIsUnknown() {
        String id = stage.run(Recipe.shell(Recipe.POLITE));
        try (DockerContainer container = remote.open(remote.inspect(id), Purpose.STOP, TERM)) {
            assertThat(container.isLocal()).isFalse();
            assertThat(container.oomKills()).isEqualTo(-1);
            assertThat(container.check(Set.of(Condition.CONNECTIONS)))
                    .containsEntry(Condition.CONNECTIONS, Condition.Verdict.UNKNOWN);
        }
    }

    @Test
    void aReloadIsRefusedForTheEngineWouldTakeItForAStop() {
        String id = stage.run(Recipe.shell(Recipe.POLITE));
        try (DockerContainer container = remote.open(remote.inspect(id), Purpose.SIGNAL, Ladder.kill(Signal.HUP))) {
            assertThatExceptionOfType(DockerException.class)
                    .isThrownBy(() ->
                            container.send(Signal.HUP, container.identity().main()))
                    .satisfies(e -> assertThat(e.remedy()).contains("docker exec"));
        }
    }
}
