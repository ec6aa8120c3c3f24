package dev.gracefulshutdown.operator;

import dev.gracefulshutdown.operator.status.Messages;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The namespaces that the operator was told to watch. One that can't be read, for it is being deleted, or gone, or lacks our
 * Role, is left out until it can, and the others are served meanwhile. Nothing is known here where all are watched.
 */
final class WatchedNamespaces implements AutoCloseable {
    /** What is read of each one is an object or none, of three kinds. */
    private static final Duration EVERY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(WatchedNamespaces.class);

    private final Set<String> named;
    private final Function<String, Optional<String>> refusal;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("namespaces").daemon().factory());

    /**
     * Looks which ones can be read now.
     *
     * @param refusal why one can't be read, as the API server says; empty for one that can
     * @throws OperatorException when none can
     */
    WatchedNamespaces(Set<String> named, Function<String, Optional<String>> refusal, MeterRegistry metrics) {
        this.named = named;
        this.refusal = refusal;
        Map<String, String> refused = refused();
        if (!named.isEmpty() && refused.keySet().containsAll(named)) {
            throw new OperatorException("none of the namespaces that are to be watched can be read: "
                    + refused.values().iterator().next());
        }
        refused.forEach(this::lost);
        named.stream().filter(namespace -> !refused.containsKey(namespace)).forEach(known::add);
        named.forEach(namespace -> metrics.gauge(
                "graceful_namespace_readable",
                Tags.of("namespace", namespace),
                unreadable,
                it -> it.contains(namespace) ? 0 : 1));
    }

    private Map<String, String> refused() {
        Map<String, String> refused = new LinkedHashMap<>();
        try {
            for (String namespace : named) {
                refusal.apply(namespace).ifPresent(why -> refused.put(namespace, why));
            }
        } catch (KubernetesClientException e) {
            // The start fails of it as well, and in better words.
            LOG.debug("the first look", e);
        }
        return refused;
    }

    /** Those that are watched now; empty where all are. */
    Set<String> known() {
        return Set.copyOf(known);
    }

    /** Whether all that is watched in a namespace is known; there is nothing to know of one that is not to be watched. */
    boolean knows(String namespace) {
        return known.contains(namespace) || !named.contains(namespace);
    }

    /** Whether it can be read, as it was found at last. */
    boolean isReadable(String namespace) {
        return !unreadable.contains(namespace);
    }

    /**
     * Looks again and again from now on.
     *
     * @param join watches one that was left out so far, and returns when all of it is known
     * @param back told of one that could not be read for a while and can be again
     * @param inStep whether all watches are: then only those are looked at that could not be read
     */
    void start(Consumer<String> join, Consumer<String> back, BooleanSupplier inStep) {
        if (!named.isEmpty()) {
            var _ = clock.scheduleWithFixedDelay(
                    () -> look(join, back, inStep.getAsBoolean()),
                    EVERY.toSeconds(),
                    EVERY.toSeconds(),
                    TimeUnit.SECONDS);
        }
    }

    void look(Consumer<String> join, Consumer<String> back, boolean inStep) {
        named.stream()
                .filter(namespace -> !inStep || !known.contains(namespace) || unreadable.contains(namespace))
                .forEach(namespace -> look(namespace, join, back));
    }

    private void look(String namespace, Consumer<String> join, Consumer<String> back) {
        try {
            refusal.apply(namespace).ifPresentOrElse(why -> lost(namespace, why), () -> found(namespace, join, back));
        } catch (KubernetesClientException e) {
            // The API server is away, which says nothing of the namespace.
            LOG.debug("a later look", e);
        }
    }

    /** What is watched already is not given up: its watches find back by themselves, as after the API server was away. */
    private void lost(String namespace, String why) {
        if (unreadable.add(namespace)) {
            LOG.atWarn()
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("error", why)
                    .log(
                            "a namespace can't be read: policies there wait, others don't. Grant the operator's Role there"
                                    + " (docs/install.md), or take it out of watchNamespaces (--namespaces). It is looked at"
                                    + " again every {} s",
                            EVERY.toSeconds());
        }
    }

    private void found(String namespace, Consumer<String> join, Consumer<String> back) {
        try {
            if (!known.contains(namespace)) {
                join.accept(namespace);
                known.add(namespace);
            } else if (unreadable.contains(namespace)) {
                back.accept(namespace);
            }
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("error", Messages.root(e))
                    .log("a namespace can't be watched yet, to be tried again");
            return;
        }
        if (unreadable.remove(namespace)) {
            LOG.atInfo().addKeyValue("namespace", namespace).log("the namespace can be read again");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
