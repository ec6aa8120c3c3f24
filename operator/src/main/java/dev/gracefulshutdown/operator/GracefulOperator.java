package dev.gracefulshutdown.operator;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.matching.PolicyIndex;
import dev.gracefulshutdown.operator.admission.Admission;
import dev.gracefulshutdown.operator.clusterpolicy.ClusterPolicyReconciler;
import dev.gracefulshutdown.operator.docker.DockerHosts;
import dev.gracefulshutdown.operator.history.Records;
import dev.gracefulshutdown.operator.lean.LeanResources;
import dev.gracefulshutdown.operator.lean.LeanStore;
import dev.gracefulshutdown.operator.pods.NamespaceCache;
import dev.gracefulshutdown.operator.pods.PodCache;
import dev.gracefulshutdown.operator.pods.ReportCache;
import dev.gracefulshutdown.operator.policy.Coverage;
import dev.gracefulshutdown.operator.policy.PolicyReconciler;
import dev.gracefulshutdown.operator.request.ShutdownReconciler;
import dev.gracefulshutdown.operator.status.Announcer;
import dev.gracefulshutdown.operator.workload.WorkloadKinds;
import dev.gracefulshutdown.probes.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator of a cluster: wires its parts, starts them, and ends them in the right order. */
public final class GracefulOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GracefulOperator.class);

    /** More would only wait for the API server. */
    private static final int RECONCILE_THREADS = 16;

    /** Below the pod's own grace period; a reconcile takes a few calls. */
    private static final Duration LAST_RECONCILES = Duration.ofSeconds(8);

    private static final Duration RATE_PERIOD = Duration.ofSeconds(1);
    private static final int RATE_LIMIT = 10;

    /** A policy for the cluster looks at all of its pods each time. */
    private static final Duration COUNT_PERIOD = Duration.ofSeconds(10);

    private static final int COUNT_LIMIT = 3;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final ExecutorService reconciles;
    private final Operator operator;
    private final WatchedNamespaces watched;
    private final NamespacedControllers controllers = new NamespacedControllers();
    private final PolicyIndex policies;
    private final PodCache pods;
    private final ReportCache reports;
    private final Optional<NamespaceCache> namespaces;
    private final DockerHosts dockerHosts;
    private final Optional<Leadership> leadership;
    private final Canary canary;
    private final Optional<Admission> admission;
    private final Endpoints endpoints;
    private volatile boolean ending;

    /**
     * Starts.
     *
     * @param client stays the caller's
     * @throws IOException when the port is taken
     * @throws io.javaoperatorsdk.operator.OperatorException when the API server can't be reached, or a right is missing
     */
    public GracefulOperator(KubernetesClient client, OperatorSettings settings, Clock clock) throws IOException {
        this.client = client;
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(metrics);
        reconciles = Executors.newFixedThreadPool(
                RECONCILE_THREADS, Thread.ofPlatform().name("reconcile-", 0).factory());
        leadership = settings.leaderElection()
                ? Optional.of(new Leadership(client, settings.ownNamespace(), settings.identity()))
                : Optional.empty();
        operator = new Operator(overrider -> {
            overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withExecutorService(reconciles)
                    .withReconciliationTerminationTimeout(LAST_RECONCILES)
                    .withInformerStoppedHandler(new WatchEnd())
                    .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(metrics));
            leadership.ifPresent(it -> overrider.withLeaderElectionConfiguration(it.configuration()));
        });
        watched = new WatchedNamespaces(settings.namespaces(), new ReadProbe(client)::refusal, metrics);
        admission = admission(settings, metrics, clock);
        policies = new PolicyIndex(settings.ownNamespace());
        pods = new PodCache(client, watched.known());
        namespaces = settings.namespaces().isEmpty() ? Optional.of(new NamespaceCache(client)) : Optional.empty();
        Announcer announcer = new Announcer(client, settings.identity(), clock);
        dockerHosts = new DockerHosts(
                client,
                settings.dockerHosts(),
                new DockerHosts.Place(settings.ownNamespace(), settings.identity(), settings.observeOnly()),
                announcer,
                clock,
                () -> isLeading() && operator.getRuntimeInfo().isStarted(),
                watched::knows,
                GracefulOperator::overtaken);
        reports = new ReportCache(client);
        Controller<GracefulShutdownPolicy> ofPolicies = register(
                new Shared(
                        client,
                        settings,
                        pods,
                        namespaces,
                        reports,
                        policies,
                        new PolicyNews(),
                        new Records(),
                        announcer,
                        clock,
                        namespace -> operator.getRuntimeInfo().isStarted() && watched.knows(namespace)),
                settings);
        canary = new Canary(reconciles);
        endpoints = new Endpoints(settings.httpPort(), canary::trouble, this::notReady, metrics);
        operator.start();
        dockerHosts.start();
        watched.start(
                namespace -> join(namespace, ofPolicies),
                namespace -> backAgain(namespace, ofPolicies),
                () -> operator.getRuntimeInfo().allEventSourcesAreHealthy());
        LOG.atInfo().addKeyValue("port", endpoints.port()).log("started");
    }

    /** The one of shutdowns first, for those of policies read what it keeps. */
    private Controller<GracefulShutdownPolicy> register(Shared shared, OperatorSettings settings) {
        var _ = controllers.add(
                operator.register(new ShutdownReconciler(shared, dockerHosts), configuration -> {
                    configure(configuration, settings, LeanResources::lean);
                    configuration.withOnUpdateFilter(ShutdownReconciler::differs);
                }),
                watched.known());
        Controller<GracefulShutdownPolicy> ofPolicies = controllers.add(
                operator.register(
                        new PolicyReconciler(
                                shared,
                                new WorkloadKinds(settings.scaleKinds()),
                                admission.<Coverage>map(it -> it).orElse(Coverage.NOT_WAITED_FOR),
                                dockerHosts),
                        configuration -> configure(configuration, settings, LeanResources::lean)),
                watched.known());
        namespaces.ifPresent(all -> operator.register(
                new ClusterPolicyReconciler(shared, all),
                configuration -> configuration
                        .withItemStore(LeanStore.of(LeanResources::lean, settings.namespaces()))
                        .withInformerListLimit(LeanStore.PAGE)
                        .withRetry(retry())
                        .withRateLimiter(new LinearRateLimiter(COUNT_PERIOD, COUNT_LIMIT))));
        return ofPolicies;
    }

    /** A namespace that could not be read at the start, in the order of a start: policies are looked at when all is known. */
    private void join(String namespace, Controller<GracefulShutdownPolicy> ofPolicies) {
        pods.add(namespace);
        controllers.join(namespace);
        NamespacedControllers.of(ofPolicies, namespace).forEach(policies::put);
        admission.ifPresent(it -> it.add(namespace).join());
    }

    /** Policies there are looked at again, for what they are about may have changed unseen. */
    private static void backAgain(String namespace, Controller<GracefulShutdownPolicy> ofPolicies) {
        ((PolicyReconciler) ofPolicies.getReconciler()).renew(namespace);
        NamespacedControllers.of(ofPolicies, namespace)
                .map(policy -> new Event(ResourceID.fromResource(policy)))
                .forEach(ofPolicies.getEventProcessor()::handleEvent);
    }

    /** As when the lease is lost: another one acts by now, and nothing of ours may be under way a moment longer. */
    private static void overtaken() {
        LOG.atError().log("another operator drives our Docker hosts: ending at once, to be started anew");
        Runtime.getRuntime().halt(1);
    }

    private <R extends HasMetadata> void configure(
            ControllerConfigurationOverrider<R> configuration, OperatorSettings settings, UnaryOperator<R> lean) {
        configuration.withItemStore(LeanStore.of(lean, settings.namespaces())).withInformerListLimit(LeanStore.PAGE);
        configuration.withRetry(retry());
        configuration.withRateLimiter(new LinearRateLimiter(RATE_PERIOD, RATE_LIMIT));
        if (!settings.namespaces().isEmpty()) {
            configuration.settingNamespaces(watched.known());
        }
    }

    /** Without an end: what was begun has to end. */
    private static Retry retry() {
        return new GenericRetry()
                .setInitialInterval(FIRST_RETRY)
                .setMaxInterval(LONGEST_RETRY.toMillis())
                .withoutMaxAttempts();
    }

    private Optional<Admission> admission(OperatorSettings settings, MeterRegistry metrics, Clock clock)
            throws IOException {
        // Observing changes no pod.
        if (settings.observeOnly() || settings.admission().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Admission(
                client,
                settings.admission().get(),
                settings.ownNamespace(),
                settings.namespaces(),
                watched.known(),
                this::isLeading,
                metrics,
                clock));
    }

    /** Where the API server calls; empty without admission. */
    public OptionalInt webhookPort() {
        return admission.map(it -> OptionalInt.of(it.port())).orElse(OptionalInt.empty());
    }

    /** Where probes and metrics are served. */
    public int httpPort() {
        return endpoints.port();
    }

    /** Whether this one acts, of all replicas. */
    public boolean isLeading() {
        return leadership.map(Leadership::isLeading).orElse(true);
    }

    private Optional<String> notReady() {
        if (ending) {
            return Optional.of("ending");
        }
        if (!operator.getRuntimeInfo().isStarted()) {
            return Optional.of("starting");
        }
        return new WatchHealth(watched::isReadable).isInStep(operator.getRuntimeInfo())
                ? admission.flatMap(Admission::notReady)
                : Optional.of("not all watches are in step");
    }

    /** Ends: reconciles under way are finished, then the lease is given back. */
    @Override
    public void close() {
        ending = true;
        leadership.ifPresent(Leadership::ending);
        watched.close();
        // While it is known still which policies and requests there are.
        dockerHosts.close();
        operator.stop();
        pods.close();
        reports.close();
        namespaces.ifPresent(NamespaceCache::close);
        leadership.ifPresent(Leadership::release);
        admission.ifPresent(Admission::close);
        canary.close();
        endpoints.close();
        LOG.atInfo().log("ended");
    }
}
