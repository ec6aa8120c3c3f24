package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.policies.PolicyWatch;
import dev.gracefulshutdown.probes.Endpoints;
import dev.gracefulshutdown.profile.KnownInits;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.Baselines;
import dev.gracefulshutdown.shutdown.FileJournal;
import dev.gracefulshutdown.shutdown.Journal;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent of one node: wires its parts, starts them, and ends them in the right order. */
public final class NodeAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);

    private final LinuxNode node;
    private final Journal journal;
    private final ShutdownRunner runner;
    private final Ladders ladders;
    private final NodePods pods;
    private final NodeRequests requests;
    private final Errands errands;
    private final PolicyWatch policies;
    private final LateExits lateExits;
    private final Records records;
    private final Observer observer;
    private final Following following;
    private final HookServer hooks;
    private final Rehearsal rehearsal;
    private final Endpoints endpoints;
    private volatile boolean ready;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * Starts; hooks are answered when the node's pods are known.
     *
     * @param client stays the caller's
     * @throws IOException when the port is taken, or the state folder can't be used or is another agent's
     */
    public NodeAgent(KubernetesClient client, AgentSettings settings) throws IOException {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        journal = new FileJournal(settings.state());
        node = new LinuxNode(KnownInits::isInit);
        runner = new ShutdownRunner(BootClock::now, journal);
        pods = new NodePods(client, settings.node());
        policies = new PolicyWatch(client, settings.ownNamespace(), settings.namespaces(), () -> {});
        lateExits = new LateExits();
        records = new Records(
                new RecordFiles(settings.state().resolve("records"), client.getKubernetesSerialization()),
                new RecordSender(client, metrics),
                settings.node(),
                pods::byUid,
                lateExits);
        Baselines baselines = new Baselines();
        ladders = new Ladders(node, runner, journal, baselines, lateExits, records::heard);
        NodePlans plans = new NodePlans(node, settings.limits());
        observer = new Observer(
                pods,
                node,
                baselines,
                new ReportRows(node, policies, plans),
                new NodeReports(client, settings.node(), Clock.systemUTC()));
        following = new Following(
                policies,
                plans,
                ladders,
                new OwnHooks(node),
                new Bystander(pods::byUid, records::heard),
                settings.observeOnly());
        requests = new NodeRequests(client, settings.node(), settings.namespaces());
        errands =
                new Errands(settings.node(), requests, pods, policies, plans, ladders, records, settings.observeOnly());
        metrics.gauge("graceful_shutdowns_held", ladders, Ladders::held);
        hooks = new HookServer(
                settings.hookPort(), new HandOvers(pods, policies, plans, ladders, metrics, settings.observeOnly()));
        rehearsal = new Rehearsal(
                node, plans, pods, settings.state().resolve("rehearsal"), client.getKubernetesSerialization());
        endpoints = new Endpoints(settings.httpPort(), () -> trouble, this::notReady, metrics);
        // What was begun goes on before anything else, whether or not the API server answers.
        ladders.resumeAll();
        records.resume();
        var _ = policies.start()
                .thenCompose(
                        started -> pods.start(this::changed, lateExits::seen).toCompletableFuture())
                .thenCompose(known -> requests.start(errands))
                .thenRun(errands::forgetWithdrawn)
                .thenRun(this::ready)
                .exceptionally(this::failed);
    }

    private void changed(Optional<Pod> before, Pod now) {
        following.changed(before, now);
        lateExits.seen(now);
        observer.changed(before, now);
    }

    private void ready() {
        observer.start();
        hooks.start();
        ready = true;
        Thread.ofPlatform().name("rehearsal").daemon().start(this::rehearse);
        LOG.atInfo().addKeyValue("hooks", hooks.port()).log("ready");
    }

    private void rehearse() {
        hooks.rehearse();
        rehearsal.run();
    }

    /** Where the kubelet calls. */
    public int hookPort() {
        return hooks.port();
    }

    /** Nothing is known of pods or policies: to start anew is what helps, and ladders under way are taken up then. */
    private @Nullable Void failed(Throwable e) {
        LOG.atError().setCause(e).log("the cluster can't be watched");
        trouble = Optional.of("the cluster can't be watched: " + e.getMessage());
        return null;
    }

    private Optional<String> notReady() {
        if (!ready) {
            return Optional.of("the node's pods and the policies are not known yet");
        }
        return pods.isHealthy() ? Optional.empty() : Optional.of("the watch of the node's pods is not in step");
    }

    /** Ends; ladders under way are taken up by the next one, and hooks that wait are let go. */
    @Override
    public void close() {
        following.close();
        requests.close();
        errands.close();
        observer.close();
        runner.close();
        hooks.close();
        endpoints.close();
        records.close();
        pods.close();
        policies.close();
        node.close();
        journal.close();
    }
}
