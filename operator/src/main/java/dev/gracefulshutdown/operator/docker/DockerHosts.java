package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec.DockerContainer;
import dev.gracefulshutdown.operator.status.Announcer;
import dev.gracefulshutdown.operator.status.Reason;
import dev.gracefulshutdown.operator.status.Refusal;
import dev.gracefulshutdown.operator.status.RefusedException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Docker hosts that the operator was given, by name, and which policies reach them. */
public final class DockerHosts implements AutoCloseable {
    private static final long LAST_WRITES_SECONDS = 3;

    private final Map<String, HostDriver> drivers = new LinkedHashMap<>();
    private final DockerPolicies policies;
    private final SimpleInboundEventSource<GracefulShutdownPolicy> source =
            new SimpleInboundEventSource<>("docker hosts");
    private final ScheduledThreadPoolExecutor aside = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("docker-aside").daemon().factory());
    private final SimpleInboundEventSource<Shutdown> requestSource =
            new SimpleInboundEventSource<>("requests for docker hosts");
    private volatile Supplier<Stream<GracefulShutdownPolicy>> all = Stream::of;
    private volatile BiFunction<String, String, Optional<Shutdown>> requests = (_, _) -> Optional.empty();

    /**
     * Where the operator runs, and as who.
     *
     * @param namespace the operator's own: what outlives it is kept there
     * @param identity the pod's name
     * @param observeOnly whether nothing is ever done
     */
    public record Place(String namespace, String identity, boolean observeOnly) {}

    /**
     * Does nothing before {@link #start}.
     *
     * @param hosts those that policies may name
     * @param mayDrive whether we lead, and know all policies that can be read
     * @param knows whether all policies of a namespace are known
     * @param lost called when another operator has taken a host over from us: nothing may be under way a moment longer
     */
    public DockerHosts(
            KubernetesClient client,
            List<HostConfig> hosts,
            Place place,
            Announcer announcer,
            Clock clock,
            BooleanSupplier mayDrive,
            Predicate<String> knows,
            Runnable lost) {
        String holder = place.identity() + "/" + UUID.randomUUID();
        policies = new DockerPolicies(
                () -> all.get(),
                hosts.size() == 1 ? Optional.of(hosts.getFirst().name()) : Optional.empty(),
                place.observeOnly());
        Means means = new Means(
                policies,
                host -> StateMap.take(client, place.namespace(), host, holder, lost),
                host -> new HostNews(host, policies, announcer, aside),
                new HostRecords(client, policies, aside),
                mayDrive,
                knows,
                this::wake,
                (namespace, name) -> requests.apply(namespace, name),
                (namespace, name) -> Optional.ofNullable(client.resources(Shutdown.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()),
                (namespace, name) -> Optional.ofNullable(client.resources(GracefulShutdownPolicy.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()),
                request -> requestSource.propagateEvent(ResourceID.fromResource(request)),
                clock);
        hosts.forEach(host -> drivers.put(host.name(), new HostDriver(host, means)));
    }

    /** Where the policies are read from; to be called before {@link #start}. */
    public void policiesFrom(Supplier<Stream<GracefulShutdownPolicy>> present) {
        all = present;
    }

    /** Where the Shutdowns are found, by namespace and name; to be called before {@link #start}. */
    public void requestsFrom(BiFunction<String, String, Optional<Shutdown>> present) {
        requests = present;
    }

    /** Wakes the controller of Shutdowns when one stands otherwise. */
    public SimpleInboundEventSource<Shutdown> requestSource() {
        return requestSource;
    }

    /** Wakes the controller of policies when one fares differently. */
    public SimpleInboundEventSource<GracefulShutdownPolicy> source() {
        return source;
    }

    /** Begins to drive the hosts as soon as we may; returns at once. */
    public void start() {
        drivers.values().forEach(HostDriver::start);
    }

    /** A policy of either kind has come, changed or gone. */
    public void changed(PolicyRef ref) {
        if (drivers.isEmpty()) {
            return;
        }
        String name = ref.namespace() + "/" + ref.name();
        boolean isOurs = policies.find(name).isPresent();
        drivers.values().stream()
                .filter(driver -> isOurs || driver.views().seen(name).view().isPresent())
                .forEach(HostDriver::poke);
    }

    private void wake(Set<String> names) {
        names.forEach(name -> {
            int slash = name.indexOf('/');
            source.propagateEvent(new ResourceID(name.substring(slash + 1), name.substring(0, slash)));
        });
    }

    /**
     * How a policy fares.
     *
     * @param host the host's name
     * @param dryRun nothing is done, whoever says so
     * @param view of the present policy; empty before it was looked at
     * @param trouble why nothing can be looked at or done there now
     */
    public record Fares(String host, boolean dryRun, Optional<PolicyView> view, Optional<HostTrouble> trouble) {}

    /**
     * Looks how a policy with {@code spec.docker} fares.
     *
     * @throws RefusedException when it names no host that there is, or one that is not for its namespace
     */
    public Fares look(GracefulShutdownPolicy policy) throws RefusedException {
        HostDriver driver = driver(policy);
        var asked = policies.toPolicy(policy);
        HostViews.Seen seen = driver.views().seen(asked.name());
        Optional<PolicyView> current = seen.view().filter(view -> view.spec().equals(asked.spec()));
        if (current.isEmpty()) {
            driver.poke();
        }
        return new Fares(driver.config().name(), asked.isDryRun(), current, seen.trouble());
    }

    /**
     * Looks how a request for a container stands, and sees to it that it goes on.
     *
     * @param request with {@code spec.dockerContainer}, not finished
     * @throws RefusedException when it names no host that there is, or one that is not for its namespace
     */
    public Standing look(Shutdown request, DockerContainer container) throws RefusedException {
        String name = policies.hostName(container.host());
        return driver(name, request.getMetadata().getNamespace(), Asked.REQUEST)
                .desk()
                .look(request);
    }

    /** For the name of a request's host, where it need not be given. */
    public String hostName(DockerContainer container) {
        return policies.hostName(container.host());
    }

    private HostDriver driver(GracefulShutdownPolicy policy) throws RefusedException {
        return driver(policies.hostName(policy), policy.getMetadata().getNamespace(), Asked.POLICY);
    }

    /** Who names a host, for messages. */
    private enum Asked {
        POLICY("spec.docker", "policies", "graceful local carries such policies out on the host itself"),
        REQUEST("spec.dockerContainer", "requests", "graceful stop ends a container on the host itself");

        private final String field;
        private final String plural;
        private final String instead;

        Asked(String field, String plural, String instead) {
            this.field = field;
            this.plural = plural;
            this.instead = instead;
        }
    }

    private HostDriver driver(String name, String namespace, Asked by) throws RefusedException {
        HostDriver driver = drivers.get(name);
        if (driver == null) {
            throw new RefusedException(Refusal.forGood(Reason.HOST_UNKNOWN, unknown(name, namespace, by)));
        }
        if (!driver.config().allows(namespace)) {
            throw new RefusedException(Refusal.forGood(
                    Reason.NAMESPACE_NOT_ALLOWED,
                    by.field + ".host: Docker host " + name + " is not for " + by.plural + " of namespace " + namespace
                            + "; whoever runs the operator adds it to the host's allowedNamespaces in "
                            + HostTrouble.SETTING));
        }
        return driver;
    }

    private String unknown(String name, String namespace, Asked by) {
        if (drivers.isEmpty()) {
            return by.field + ": the operator was given no Docker hosts; whoever runs it names them in "
                    + HostTrouble.SETTING + ". " + by.instead;
        }
        String names = drivers.values().stream()
                .map(HostDriver::config)
                .filter(config -> config.allows(namespace))
                .map(HostConfig::name)
                .collect(Collectors.joining(", "));
        String known = names.isEmpty()
                ? "none is for namespace " + namespace
                : "for namespace " + namespace + " there is " + names;
        return name.isEmpty()
                ? by.field + ".host: is missing, and the operator has several Docker hosts: " + known
                : by.field + ".host: the operator has no Docker host " + name + ": " + known
                        + "; name one of those, or add it to " + HostTrouble.SETTING;
    }

    /** Sends nothing more; what is unfinished is noted for whoever leads next. */
    @Override
    public void close() {
        drivers.values().forEach(driver -> driver.desk().close());
        drivers.values().forEach(HostDriver::close);
        aside.shutdown();
        try {
            if (!aside.awaitTermination(LAST_WRITES_SECONDS, TimeUnit.SECONDS)) {
                aside.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
