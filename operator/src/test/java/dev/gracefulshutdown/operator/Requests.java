package dev.gracefulshutdown.operator;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.operator.status.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.NullUnmarked;

/** Pods and requests to shut them down, in one namespace. */
@NullUnmarked
record Requests(Place place) {
    /** Ends half a second after it is asked to. */
    static final String POLITE = "trap 'sleep 0.5; exit 0' TERM; while :; do sleep 1; done";

    private static final int POSTGRES_USER = 102;

    static final String DEAF = "trap '' TERM; while :; do sleep 1; done";

    /** A pod with its name as label {@code app}, once it is ready. */
    Pod pod(String name, String script) {
        place.create("""
                {apiVersion: v1, kind: Pod, metadata: {name: %s, labels: {app: %s}},
                 spec: {terminationGracePeriodSeconds: 20, containers: [
                   {name: main, image: "%s", imagePullPolicy: IfNotPresent, command: [sh, -c, "%s"]}]}}""".formatted(name, name, image(), script));
        return place.awaitReadyPods(name, 1).getFirst();
    }

    /**
     * A pod of several containers, each as {@code name: script}, with a folder {@code /t} that outlives them, once it is ready.
     */
    Pod pods(String name, String... containers) {
        String each = Stream.of(containers)
                .map(it -> it.split(": ", 2))
                .map(it ->
                        "{name: %s, image: \"%s\", imagePullPolicy: IfNotPresent, command: [sh, -c, \"%s\"], volumeMounts: [{name: t, mountPath: /t}]}"
                                .formatted(it[0], image(), it[1]))
                .collect(Collectors.joining(", "));
        place.create("""
                {apiVersion: v1, kind: Pod, metadata: {name: %s, labels: {app: %s}},
                 spec: {terminationGracePeriodSeconds: 1, volumes: [{name: t, emptyDir: {}}], containers: [%s]}}""".formatted(name, name, each));
        return place.awaitReadyPods(name, 1).getFirst();
    }

    /** A pod of a PostgreSQL with a client that stays connected, once it is. */
    Pod postgres(String name) {
        place.create("""
                {apiVersion: v1, kind: Pod, metadata: {name: %s, labels: {app: %s}},
                 spec: {terminationGracePeriodSeconds: 1, shareProcessNamespace: false, containers: [
                   {name: db, image: "localhost/services:1", imagePullPolicy: IfNotPresent, securityContext: {runAsUser: %s},
                    command: [sh, -c, "export PATH=$PATH:/usr/lib/postgresql/15/bin; rm -rf /tmp/d; initdb -A trust -D /tmp/d && exec postgres -D /tmp/d -k /tmp"]},
                   {name: client, image: "localhost/services:1", imagePullPolicy: IfNotPresent, securityContext: {runAsUser: %s},
                    readinessProbe: {exec: {command: [sh, -c, "[ $(/usr/lib/postgresql/15/bin/psql -h 127.0.0.1 -d postgres -Atc 'select count(*) from pg_stat_activity where datid > 0') -ge 2 ]"]}, periodSeconds: 2, timeoutSeconds: 5},
                    command: [sh, -c, "P='/usr/lib/postgresql/15/bin/psql -h 127.0.0.1 -d postgres'; until $P -c 'select 1'; do sleep 1; done; sleep 3600 | $P"]}]}}""".formatted(name, name, POSTGRES_USER, POSTGRES_USER));
        return place.awaitReadyPods(name, 1).getFirst();
    }

    /** Waits for a record of a pod's shutdown that is so; its name. */
    String awaitRecord(Pod pod, Predicate<Shutdown> until) {
        String[] name = new String[1];
        Place.waiting("a record of " + pod.getMetadata().getName())
                .until(() ->
                        place
                                .client()
                                .resources(Shutdown.class)
                                .inNamespace(place.namespace())
                                .list()
                                .getItems()
                                .stream()
                                .filter(it -> it.getSpec().podRef() != null
                                        && pod.getMetadata()
                                                .getUid()
                                                .equals(it.getSpec().podRef().uid())
                                        && until.test(it))
                                .peek(it -> name[0] = it.getMetadata().getName())
                                .findFirst()
                                .isPresent());
        return name[0];
    }

    /** What a pod's containers have written into {@code /t/s}, line by line. */
    List<String> seen(Pod pod) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String container = pod.getSpec().getContainers().getFirst().getName();
        try (ExecWatch exec = place.client()
                .pods()
                .inNamespace(place.namespace())
                .withName(pod.getMetadata().getName())
                .inContainer(container)
                .writingOutput(out)
                .exec("sh", "-c", "cat /t/s 2>/dev/null; true")) {
            var _ = exec.exitCode().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String image() {
        return Place.CONTAINER.replaceFirst("(?s).*image: ([^,]+),.*", "$1");
    }

    /** Asks for one. */
    void ask(String name, String spec) {
        place.create("{apiVersion: gracefulshutdown.dev/v1alpha1, kind: Shutdown, metadata: {name: " + name
                + "}, spec: " + spec + "}");
    }

    Shutdown finished(String name) {
        return await(
                name, "finished", it -> it.getStatus() != null && it.getStatus().phase() == Phase.FINISHED);
    }

    /** Once the operator has said the last word. */
    Shutdown settled(String name) {
        return await(
                name,
                "settled",
                it -> it.getStatus() != null
                        && it.getStatus().phase() == Phase.FINISHED
                        && is(it, ConditionType.RECONCILING, "False"));
    }

    static boolean is(Shutdown shutdown, ConditionType type, String status) {
        return shutdown.getStatus() != null
                && shutdown.getStatus().conditions() != null
                && shutdown.getStatus().conditions().stream()
                        .anyMatch(it -> it.getType().equals(type.text())
                                && it.getStatus().equals(status));
    }

    Shutdown await(String name, String what, Predicate<Shutdown> until) {
        Shutdown[] last = new Shutdown[1];
        try {
            Place.waiting(name + ": " + what).until(() -> {
                last[0] = get(name).get();
                return last[0] != null && until.test(last[0]);
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(name + " never came to " + what + ": " + Serialization.asYaml(last[0]), e);
        }
        return last[0];
    }

    Resource<Shutdown> get(String name) {
        return place.client()
                .resources(Shutdown.class)
                .inNamespace(place.namespace())
                .withName(name);
    }

    static Condition condition(Shutdown shutdown, ConditionType type) {
        ShutdownStatus status = shutdown.getStatus();
        return status.conditions().stream()
                .filter(it -> it.getType().equals(type.text()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + ": " + Serialization.asYaml(status)));
    }

    Pod get(Pod pod) {
        return place.client().resource(pod).get();
    }

    void remove(Pod pod) {
        place.client().resource(pod).withGracePeriod(0).delete();
    }
}
