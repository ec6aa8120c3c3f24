package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus;
import dev.gracefulshutdown.api.GracefulShutdownPolicyStatus.Restart;
import dev.gracefulshutdown.operator.status.ConditionType;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** A namespace as its users see it: they write workloads and policies, and read what has come of them. */
record Place(KubernetesClient client, String namespace) {
    /** The Kubernetes client may take two minutes to take a watch up again whose connection was cut (its fail-safe). */
    private static final Duration LONGEST = Duration.ofSeconds(200);

    /** A container that ends at once when it is asked to. */
    static final String CONTAINER =
            """
            {name: main, image: %s, imagePullPolicy: IfNotPresent,
             command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]}""".formatted(Objects.requireNonNullElse(System.getenv("GRACEFUL_TEST_IMAGE"), "localhost/bb:1"));

    /** A pod template's fields for pods of that name. */
    static String template(String name) {
        return "{metadata: {labels: {app: " + name + "}}, spec: {terminationGracePeriodSeconds: 5, containers: ["
                + CONTAINER + "]}}";
    }

    /** A workload whose pods have its name as label {@code app}. */
    static String replicated(String kind, String name, int replicas) {
        return "{apiVersion: apps/v1, kind: " + kind + ", metadata: {name: " + name + "}, spec: {replicas: " + replicas
                + ", selector: {matchLabels: {app: " + name + "}}, template: " + template(name) + "}}";
    }

    /** A policy of that name on a workload of the same name; a grace that fits the template's pods. */
    static String policy(String apiVersion, String kind, String name, String spec) {
        return policy(
                name,
                "{targetRef: {apiVersion: " + apiVersion + ", kind: " + kind + ", name: " + name + "}, gracePeriod: 4s"
                        + (spec.isEmpty() ? "" : ", " + spec) + "}");
    }

    static String policy(String name, String spec) {
        return "{apiVersion: gracefulshutdown.dev/v1alpha1, kind: GracefulShutdownPolicy, metadata: {name: " + name
                + "}, spec: " + spec + "}";
    }

    /** As {@code kubectl create -f}. */
    HasMetadata create(String yaml) {
        return resource(yaml).create();
    }

    /** As {@code kubectl apply --server-side --force-conflicts -f} by a manager of that name. */
    HasMetadata apply(String yaml, String manager) {
        return resource(yaml).fieldManager(manager).forceConflicts().serverSideApply();
    }

    private NamespaceableResource<HasMetadata> resource(String yaml) {
        HasMetadata object = Serialization.unmarshal("---\n" + yaml, GenericKubernetesResource.class);
        object.getMetadata().setNamespace(namespace);
        return client.resource(object);
    }

    GenericKubernetesResource get(String apiVersion, String kind, String name) {
        return of(apiVersion, kind, name).get();
    }

    private Resource<GenericKubernetesResource> of(String apiVersion, String kind, String name) {
        return client.genericKubernetesResources(apiVersion, kind)
                .inNamespace(namespace)
                .withName(name);
    }

    void patch(String apiVersion, String kind, String name, String merge) {
        of(apiVersion, kind, name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(Serialization.unmarshal("---\n" + merge, java.util.Map.class)));
    }

    Resource<GracefulShutdownPolicy> policies(String name) {
        return client.resources(GracefulShutdownPolicy.class)
                .inNamespace(namespace)
                .withName(name);
    }

    /** Changes the {@code spec} of a policy. */
    void change(String policy, String spec) {
        policies(policy)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(
                                Serialization.unmarshal("---\n{spec: " + spec + "}", java.util.Map.class)));
    }

    /** Waits until the policy says so of its present generation. */
    GracefulShutdownPolicy await(String policy, ConditionType type, String status, Reason reason) {
        return await(
                policy,
                type + " " + status + " " + reason,
                it -> condition(it, type)
                        .filter(c -> c.getStatus().equals(status)
                                && c.getReason().equals(reason.text())
                                && Objects.equals(
                                        c.getObservedGeneration(),
                                        it.getMetadata().getGeneration()))
                        .isPresent());
    }

    GracefulShutdownPolicy await(String policy, String what, Predicate<GracefulShutdownPolicy> until) {
        GracefulShutdownPolicy[] last = new GracefulShutdownPolicy[1];
        try {
            waiting(policy + ": " + what).until(() -> {
                last[0] = policies(policy).get();
                return last[0] != null && until.test(last[0]);
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    policy + " never came to " + what + ": "
                            + (last[0] == null ? null : Serialization.asYaml(last[0].getStatus())),
                    e);
        }
        return last[0];
    }

    GracefulShutdownPolicy awaitReady(String policy, Reason reason) {
        return await(policy, ConditionType.READY, "True", reason);
    }

    /** Its present message. */
    String awaitStalled(String policy, Reason reason) {
        return condition(await(policy, ConditionType.STALLED, "True", reason), ConditionType.STALLED)
                .orElseThrow()
                .getMessage();
    }

    /** Waits until the restart of that nonce is over. */
    GracefulShutdownPolicy awaitRestarted(String policy, String nonce) {
        return await(
                policy,
                "restart " + nonce + " is done",
                it -> restart(it)
                        .filter(restart -> restart.nonce().equals(nonce) && restart.finishedAt() != null)
                        .isPresent());
    }

    static Optional<Restart> restart(GracefulShutdownPolicy policy) {
        return Optional.ofNullable(policy.getStatus()).map(GracefulShutdownPolicyStatus::restart);
    }

    /** Waits until so many pods are counted in its status. */
    void awaitCounted(String policy, int pods) {
        await(
                policy,
                pods + " pods are counted",
                it -> Optional.ofNullable(it.getStatus())
                        .map(GracefulShutdownPolicyStatus::pods)
                        .filter(counts -> counts.matched() == pods)
                        .isPresent());
    }

    static Optional<Condition> condition(GracefulShutdownPolicy policy, ConditionType type) {
        return Optional.ofNullable(policy.getStatus())
                .flatMap(status -> Optional.ofNullable(status.conditions()))
                .flatMap(conditions -> conditions.stream()
                        .filter(c -> c.getType().equals(type.text()))
                        .findFirst());
    }

    static ConditionFactory waiting(String what) {
        return Awaitility.await(what).atMost(LONGEST).pollInterval(Duration.ofMillis(200));
    }

    List<Pod> pods(String app) {
        return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems();
    }

    List<Pod> awaitReadyPods(String app, int count) {
        waiting(count + " ready pods of " + app)
                .until(() -> pods(app).stream().filter(Place::isAvailable).count() == count
                        && pods(app).size() == count);
        return pods(app);
    }

    /** Its containers may be over before its object is gone. */
    static boolean isRunning(Pod pod) {
        return "Running".equals(pod.getStatus().getPhase());
    }

    static boolean isAvailable(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    /** The Events about an object of that name, of one reason. */
    List<Event> events(String about, Reason reason) {
        return client
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", about)
                .list()
                .getItems()
                .stream()
                .filter(event -> reason.text().equals(event.getReason()))
                .toList();
    }

    /** Nobody has changed its spec or marked it. */
    void assertUntouched(HasMetadata before) {
        HasMetadata now = client.resource(before).get();
        assertThat(now.getMetadata().getGeneration())
                .isEqualTo(before.getMetadata().getGeneration());
        assertThat(now.getMetadata().getAnnotations())
                .as("marks")
                .satisfiesAnyOf(
                        annotations -> assertThat(annotations).isNull(),
                        annotations -> assertThat(annotations)
                                .doesNotContainKey(dev.gracefulshutdown.operator.workload.Mark.ANNOTATION));
    }
}
