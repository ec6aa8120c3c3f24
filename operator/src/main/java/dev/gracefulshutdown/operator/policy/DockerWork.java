package dev.gracefulshutdown.operator.policy;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Pods;
import dev.gracefulshutdown.operator.docker.DockerHosts;
import dev.gracefulshutdown.operator.docker.PolicyView;
import dev.gracefulshutdown.operator.pods.GraceCheck;
import dev.gracefulshutdown.operator.status.Announcer;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Policies for Docker hosts. Their keepers do what is to be done; here is said what has come of it, as the last look found
 * it.
 */
final class DockerWork {
    private final DockerHosts hosts;
    private final Announcer announcer;
    private final Clock clock;

    DockerWork(DockerHosts hosts, Announcer announcer, Clock clock) {
        this.hosts = hosts;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** How many containers it had, as the status has it. */
    static Pods before(GracefulShutdownPolicy policy) {
        GracefulShutdownPolicyStatus status = policy.getStatus();
        return status == null ? new Pods(0, 0) : Objects.requireNonNullElse(status.pods(), new Pods(0, 0));
    }

    /**
     * Looks how a policy fares.
     *
     * @return how many containers it has; empty where nothing is known yet that the status does not say
     */
    Optional<Pods> work(GracefulShutdownPolicy policy, Progress progress) throws RefusedException {
        DockerHosts.Fares fares = hosts.look(policy);
        var _ = GraceCheck.of(policy.getSpec(), List.of());
        progress.accepted("is for containers on Docker host " + fares.host());
        if (fares.trouble().isPresent()) {
            throw new RefusedException(Refusal.until(
                    fares.trouble().get().reason(),
                    "Docker host " + fares.host() + ": " + fares.trouble().get().why()
                            + "; it is tried again until it works"));
        }
        if (fares.view().isEmpty()) {
            progress.conditions()
                    .reconciling(Reason.LOOKING, "Docker host " + fares.host() + " is about to be looked at");
            return isTold(policy) ? Optional.empty() : Optional.of(before(policy));
        }
        PolicyView view = fares.view().get();
        check(view, fares.host());
        progress.conditions().ready(Reason.AS_ASKED, "nothing is to be done");
        DockerProgress work = new DockerProgress(policy, view, fares.dryRun(), progress, clock.instant());
        work.state();
        work.restart().ifPresent(done -> announcer.announce(policy, Reason.RESTARTED, done));
        if (work.invalid().isPresent()) {
            throw new RefusedException(work.invalid().get());
        }
        return Optional.of(new Pods(view.containers().size(), 0));
    }

    private static boolean isTold(GracefulShutdownPolicy policy) {
        GracefulShutdownPolicyStatus status = policy.getStatus();
        return status != null
                && Objects.equals(
                        status.observedGeneration(), policy.getMetadata().getGeneration());
    }

    private static void check(PolicyView view, String host) throws RefusedException {
        if (view.conflict().isPresent()) {
            throw new RefusedException(
                    Refusal.forGood(Reason.CONFLICTED, view.conflict().get()));
        }
        if (view.containers().isEmpty()) {
            throw new RefusedException(Refusal.until(
                    Reason.TARGET_NOT_FOUND,
                    "spec.docker: no container on Docker host " + host
                            + " fits; it is waited for. Check spec.docker against `docker ps -a` there"));
        }
    }
}
