package dev.gracefulshutdown.operator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownSpec.DockerContainer;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.docker.Standing;
import dev.gracefulshutdown.operator.status.ConditionLaws;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ContainerAccountTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final Optional<PolicyRef> POLICY =
            Optional.of(new PolicyRef("GracefulShutdownPolicy", "shop", "p", "u", 1L));
    private static final Standing RUNNING = new Standing.Running(POLICY, facts(null), Optional.of(NOW.plusSeconds(10)));

    private final Shutdown request = new Shutdown();

    ContainerAccountTest() {
        request.setMetadata(new ObjectMetaBuilder()
                .withNamespace("shop")
                .withName("now")
                .withGeneration(1L)
                .build());
        request.setSpec(new ShutdownSpec(
                null, null, new DockerContainer(null, "db", null), null, null, null, null, null, null));
    }

    private static ShutdownStatus facts(@Nullable Outcome outcome) {
        return new ShutdownStatus(
                null,
                null,
                outcome == null || outcome == Outcome.HELD ? Phase.RUNNING : Phase.FINISHED,
                outcome,
                null,
                null,
                null,
                NOW,
                null,
                outcome == null ? null : NOW.plusMillis(700),
                Duration.ofMillis(700),
                List.of(new ContainerRecord("db", outcome, null, "exited", List.of())));
    }

    private record Told(ShutdownStatus status, List<Reason> events) {}

    private Told tell(Standing standing) {
        ContainerAccount account = new ContainerAccount(request, "edge-1", NOW);
        ShutdownStatus before = request.getStatus();
        ShutdownStatus after = account.toStatus(standing);
        assertThat(ConditionLaws.broken(after.conditions())).isEmpty();
        if (before != null) {
            assertThat(ConditionLaws.broken(before.conditions(), after.conditions()))
                    .isEmpty();
        }
        request.setStatus(after);
        return new Told(after, account.news(after).map(Finding::reason).toList());
    }

    @Test
    void theConditionsKeepTheirLawsWhateverFollowsWhat() {
        List<Standing> all = Stream.concat(
                        Stream.of(
                                new Standing.Looking(),
                                new Standing.Waiting(Reason.WAITING_FOR_ITS_TURN, "another one"),
                                new Standing.Refused(Refusal.forGood(Reason.INVALID, "spec.plan: wrong")),
                                new Standing.Gone("it is not there"),
                                new Standing.DryRun(POLICY, "would stop it"),
                                new Standing.Running(POLICY, facts(Outcome.HELD), Optional.empty()),
                                RUNNING,
                                new Standing.Unseen("nobody saw it")),
                        Stream.of(Outcome.values()).map(it -> new Standing.Over(POLICY, facts(it))))
                .toList();
        for (Standing first : all) {
            for (Standing second : all) {
                request.setStatus(null);
                tell(first);
                tell(second);
            }
        }
    }

    @Test
    void anUnchangedStandingMakesAnUnchangedStatusAndNoEvent() {
        ShutdownStatus once = tell(RUNNING).status();
        Told again = tell(RUNNING);
        assertThat(again.status()).isEqualTo(once);
        assertThat(again.events()).isEmpty();
    }

    @Test
    void whatIsUnderWayKeepsItsFactsWhileItsHostIsAway() {
        ShutdownStatus running = tell(RUNNING).status();
        ShutdownStatus away = tell(new Standing.Waiting(Reason.HOST_UNREACHABLE, "no route to it"))
                .status();
        assertThat(away.phase()).isEqualTo(Phase.RUNNING);
        assertThat(away.containers()).isEqualTo(running.containers());
        assertThat(away.deadline()).isEqualTo(running.deadline());
        assertThat(away.policy()).isEqualTo(running.policy());
    }

    @Test
    void eachOfBeginHoldAndEndIsToldOnce() {
        assertThat(tell(new Standing.Looking()).events()).isEmpty();
        assertThat(tell(RUNNING).events()).containsExactly(Reason.STOPPING);
        assertThat(tell(new Standing.Running(POLICY, facts(Outcome.HELD), Optional.empty()))
                        .events())
                .containsExactly(Reason.HELD);
        assertThat(tell(new Standing.Over(POLICY, facts(Outcome.FORCED))).events())
                .containsExactly(Reason.FORCED);
    }

    @Test
    void anEndSaysHowAndWhen() {
        tell(RUNNING);
        ShutdownStatus over =
                tell(new Standing.Over(POLICY, facts(Outcome.GRACEFUL))).status();
        assertThat(over.outcome()).isEqualTo(Outcome.GRACEFUL);
        assertThat(over.took()).isEqualTo(Duration.ofMillis(700));
        assertThat(over.finishedAt()).isEqualTo(NOW.plusMillis(700));
        assertThat(over.policy()).isEqualTo(POLICY.get());
    }
}
