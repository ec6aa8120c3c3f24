package dev.gracefulshutdown.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus;
import dev.gracefulshutdown.keeper.Policies;
import dev.gracefulshutdown.operator.docker.PolicyView;
import dev.gracefulshutdown.operator.docker.PolicyView.ContainerView;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DockerProgressTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private @Nullable GracefulShutdownPolicyStatus before;
    private Progress progress = new Progress(null);

    /** A container as it is while nothing happens. */
    private record Box(String name, boolean up, boolean busy, String nonce, String begun, String left, String trouble) {
        static Box running(String name) {
            return new Box(name, true, false, "1", "", "", "");
        }

        Box down() {
            return new Box(name, false, busy, nonce, begun, left, trouble);
        }

        Box stopping() {
            return new Box(name, up, true, nonce, begun, left, trouble);
        }

        Box withNonce(String seen) {
            return new Box(name, up, busy, seen, begun, left, trouble);
        }

        Box withBegun(String what) {
            return new Box(name, up, busy, nonce, what, left, trouble);
        }

        Box withLeft(String why) {
            return new Box(name, up, busy, nonce, begun, why, trouble);
        }

        Box withTrouble(String why) {
            return new Box(name, up, busy, nonce, begun, left, why);
        }

        ContainerView view() {
            return new ContainerView(
                    name, up, busy, Optional.of(nonce), text(begun), text(left), text(trouble), Optional.empty(), !up);
        }

        private static Optional<String> text(String text) {
            return Optional.of(text).filter(it -> !it.isEmpty());
        }
    }

    private Optional<String> say(String spec, boolean dryRun, Box... boxes) {
        GracefulShutdownPolicy policy = new GracefulShutdownPolicy();
        policy.setSpec(Policies.named("p", "db", spec).spec());
        policy.setStatus(before);
        progress = new Progress(before);
        progress.conditions().ready(Reason.AS_ASKED, "nothing is to be done");
        PolicyView view = new PolicyView(
                policy.getSpec(), List.of(boxes).stream().map(Box::view).toList(), Optional.empty(), List.of());
        DockerProgress said = new DockerProgress(policy, view, dryRun, progress, NOW);
        said.state();
        return said.restart();
    }

    /** As the next reconcile would find it. */
    private void remember() {
        before = new GracefulShutdownPolicyStatus(
                1L, null, null, null, null, null, progress.nonce(), progress.restart(), progress.workload());
    }

    private void assertSays(ConditionType type, Reason reason, String... parts) {
        Finding finding = progress.conditions().get(type).orElseThrow();
        assertThat(finding.state()).isEqualTo(Finding.State.TRUE);
        assertThat(finding.reason()).isEqualTo(reason);
        assertThat(finding.message()).contains(parts);
    }

    @Test
    void whileOneRunsItIsBeingStopped() {
        say("state: Stopped", false, Box.running("a").down(), Box.running("b"));
        assertSays(ConditionType.RECONCILING, Reason.STOPPING, "b");
        say(
                "state: Stopped",
                false,
                Box.running("a").down(),
                Box.running("b").down().stopping());
        assertSays(ConditionType.RECONCILING, Reason.STOPPING, "b");
        say("state: Stopped", false, Box.running("a").down(), Box.running("b").down());
        assertSays(ConditionType.READY, Reason.STOPPED, "a, b");
        assertThat(Objects.requireNonNull(progress.workload()).running()).isZero();
        assertThat(Objects.requireNonNull(progress.workload()).restores()).isEqualTo("2 containers");
    }

    @Test
    void whatIsNotKeptStoppedIsStalledWithTheReason() {
        say("state: Stopped", false, Box.running("a").withLeft("it was started with --rm"));
        assertSays(ConditionType.STALLED, Reason.NOT_POSSIBLE, "spec.state", "container a", "--rm");
    }

    @Test
    void whatFailedIsTriedAgain() {
        say("state: Stopped", false, Box.running("a").withTrouble("the engine failed"));
        assertSays(ConditionType.RECONCILING, Reason.ENGINE_ERROR, "container a", "the engine failed", "tried again");
    }

    @Test
    void aDryRunSaysWhatItWouldDo() {
        say(
                "state: Stopped",
                true,
                Box.running("a").withBegun("stop, and keep it stopped"),
                Box.running("b").down());
        assertSays(ConditionType.READY, Reason.DRY_RUN, "would stop, and keep it stopped: a");
    }

    @Test
    void aNonceOfTheBeginningIsNotedAndNothingMore() {
        assertThat(say("restartNonce: '1'", false, Box.running("a"))).isEmpty();
        assertThat(progress.nonce()).isEqualTo("1");
        assertThat(progress.restart()).isNull();
        assertSays(ConditionType.READY, Reason.AS_ASKED, "nothing is to be done");
    }

    @Test
    void aRestartIsCountedUntilItIsOverAndToldOnce() {
        say("restartNonce: '1'", false, Box.running("a"), Box.running("b"));
        remember();
        assertThat(say(
                        "restartNonce: '2'",
                        false,
                        Box.running("a").withNonce("2").stopping(),
                        Box.running("b")))
                .isEmpty();
        assertSays(ConditionType.RECONCILING, Reason.RESTARTING, "0 of 2");
        assertThat(progress.nonce()).isEqualTo("1");
        assertThat(Objects.requireNonNull(progress.restart()).waitingFor()).containsExactly("a", "b");
        remember();
        assertThat(say("restartNonce: '2'", false, Box.running("a").withNonce("2"), Box.running("b")))
                .isEmpty();
        assertSays(ConditionType.RECONCILING, Reason.RESTARTING, "1 of 2");
        remember();
        assertThat(say(
                        "restartNonce: '2'",
                        false,
                        Box.running("a").withNonce("2"),
                        Box.running("b").withNonce("2")))
                .contains("Restarted a, b (restartNonce 2)");
        assertThat(progress.nonce()).isEqualTo("2");
        assertThat(Objects.requireNonNull(progress.restart()).finishedAt()).isEqualTo(NOW);
        assertSays(ConditionType.READY, Reason.AS_ASKED, "nothing is to be done");
        remember();
        assertThat(say(
                        "restartNonce: '2'",
                        false,
                        Box.running("a").withNonce("2"),
                        Box.running("b").withNonce("2")))
                .isEmpty();
        assertThat(progress.restart()).isEqualTo(Objects.requireNonNull(before).restart());
    }

    @Test
    void aDryRunNotesNoNonce() {
        say("restartNonce: '1'", true, Box.running("a"));
        remember();
        say("restartNonce: '2'", true, Box.running("a"));
        assertSays(ConditionType.READY, Reason.DRY_RUN, "would restart a", "restartNonce 2");
        assertThat(progress.nonce()).isEqualTo("1");
    }
}
