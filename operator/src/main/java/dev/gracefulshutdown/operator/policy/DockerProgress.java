package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Restart;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Workload;
import dev.gracefulshutdown.api.State;
import dev.gracefulshutdown.operator.docker.PolicyView;
import dev.gracefulshutdown.operator.docker.PolicyView.ContainerView;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From how a policy's containers fare to what its status says; touches nothing.
 *
 * @param dryRun nothing is done, whoever says so
 */
record DockerProgress(GracefulShutdownPolicy policy, PolicyView view, boolean dryRun, Progress progress, Instant now) {
    private static final int SHOWN = 16;

    /** Settings that make no ladder for a container: said before there is need of one. */
    Optional<Refusal> invalid() {
        return find(c -> c.invalid().isPresent())
                .map(c -> Refusal.forGood(
                        Reason.INVALID,
                        "container " + c.name() + ": " + c.invalid().orElse("")));
    }

    void state() {
        State wanted = policy.getSpec().state();
        if (wanted == null) {
            return;
        }
        progress.workload(workload(wanted));
        Optional<ContainerView> left =
                wanted == State.STOPPED ? find(c -> c.left().isPresent()) : Optional.empty();
        if (left.isPresent()) {
            progress.stuck(Refusal.forGood(
                    Reason.NOT_POSSIBLE,
                    "spec.state: container " + left.get().name() + " is left as it is: "
                            + left.get().left().orElse("")));
        } else if (dryRun) {
            find(c -> c.begun().isPresent())
                    .ifPresent(c -> progress.conditions()
                            .ready(
                                    Reason.DRY_RUN,
                                    "would " + c.begun().orElse("") + ": "
                                            + names(o -> o.begun().isPresent())));
        } else if (!troubled()) {
            settle(wanted);
        }
    }

    private void settle(State wanted) {
        if (wanted == State.STOPPED) {
            if (any(c -> c.up() || c.busy())) {
                progress.conditions().reconciling(Reason.STOPPING, "stopping " + names(c -> c.up() || c.busy()));
            } else {
                progress.conditions().ready(Reason.STOPPED, "stopped: " + names(c -> true));
            }
        } else if (any(ContainerView::stoppedByUs)) {
            progress.conditions().reconciling(Reason.STARTING, "starting " + names(ContainerView::stoppedByUs));
        }
    }

    /** @return what is to be told when a restart is over */
    Optional<String> restart() {
        String nonce = policy.getSpec().restartNonce();
        if (progress.nonce() == null) {
            // What is there from the beginning asks for nothing: a policy that is created anew restarts nobody.
            progress.nonce(Objects.requireNonNullElse(nonce, ""));
            return Optional.empty();
        }
        Restart running = running(progress.restart());
        if (nonce == null || (nonce.equals(progress.nonce()) && running == null)) {
            return Optional.empty();
        }
        if (dryRun) {
            progress.conditions()
                    .ready(
                            Reason.DRY_RUN,
                            "would restart " + names(c -> !isSeen(c, nonce)) + " (restartNonce " + nonce + ")");
            return Optional.empty();
        }
        return goOn(nonce, running);
    }

    private Optional<String> goOn(String nonce, @Nullable Restart running) {
        Instant startedAt = running != null && running.nonce().equals(nonce)
                ? running.startedAt()
                : now.truncatedTo(ChronoUnit.MILLIS);
        Predicate<ContainerView> pending = c -> !isSeen(c, nonce) || c.busy();
        List<String> waitingFor = view.containers().stream()
                .filter(pending)
                .map(ContainerView::name)
                .limit(SHOWN)
                .toList();
        int all = view.containers().size();
        int done = all - (int) view.containers().stream().filter(pending).count();
        boolean isOver = done == all;
        progress.restart(new Restart(
                nonce,
                startedAt,
                null,
                all,
                done,
                isOver ? null : waitingFor,
                isOver ? now.truncatedTo(ChronoUnit.MILLIS) : null));
        if (isOver) {
            progress.nonce(nonce);
            var _ = troubled();
            return Optional.of("Restarted " + names(c -> true) + " (restartNonce " + nonce + ")");
        }
        Optional<ContainerView> left = find(c -> c.left().isPresent() && !isSeen(c, nonce));
        if (left.isPresent()) {
            progress.stuck(Refusal.forGood(
                    Reason.NOT_POSSIBLE,
                    "spec.restartNonce: container " + left.get().name() + " is left as it is: "
                            + left.get().left().orElse("")));
        } else if (!troubled()) {
            String waiting = view.waiting().isEmpty() ? "" : "; " + String.join("; ", view.waiting());
            progress.conditions()
                    .reconciling(Reason.RESTARTING, done + " of " + all + " containers are restarted" + waiting);
        }
        return Optional.empty();
    }

    private static @Nullable Restart running(@Nullable Restart restart) {
        return restart == null || restart.finishedAt() != null ? null : restart;
    }

    private boolean troubled() {
        Optional<ContainerView> troubled = find(c -> c.trouble().isPresent());
        troubled.ifPresent(c -> progress.stuck(Refusal.until(
                Reason.ENGINE_ERROR,
                "container " + c.name() + ": " + c.trouble().orElse("") + "; it is tried again")));
        return troubled.isPresent();
    }

    private Workload workload(State wanted) {
        GracefulShutdownPolicyStatus status = policy.getStatus();
        Workload before = status == null ? null : status.workload();
        Instant since = before != null && before.desired() == wanted && before.since() != null
                ? before.since()
                : now.truncatedTo(ChronoUnit.SECONDS);
        long stopped =
                view.containers().stream().filter(ContainerView::stoppedByUs).count();
        return new Workload(
                wanted,
                (int) view.containers().stream().filter(ContainerView::up).count(),
                stopped == 0 ? null : stopped + (stopped == 1 ? " container" : " containers"),
                since);
    }

    private static boolean isSeen(ContainerView container, String nonce) {
        return container.nonce().equals(Optional.of(nonce));
    }

    private Optional<ContainerView> find(Predicate<ContainerView> that) {
        return view.containers().stream().filter(that).findFirst();
    }

    private boolean any(Predicate<ContainerView> that) {
        return find(that).isPresent();
    }

    private String names(Predicate<ContainerView> that) {
        List<String> names =
                view.containers().stream().filter(that).map(ContainerView::name).toList();
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return names.stream().limit(SHOWN).collect(Collectors.joining(", ")) + more;
    }
}
