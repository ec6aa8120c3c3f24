package dev.gracefulshutdown.agent;

import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownStatus.ContainerRecord;
import dev.gracefulshutdown.api.ShutdownStatus.StepEntry;
import dev.gracefulshutdown.delivery.Program;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A namespace with pods that end in their own ways, and policies for them. */
final class Scene implements AutoCloseable {
    /** Sleeps on whatever it is sent. */
    static final String DEAF = "while :; do sleep 3600; done";

    /** Hears TERM, notes it, and ends. */
    static final String POLITE = "trap 'echo TERM >>$NOTES; exit 0' TERM; while :; do sleep 3600 & wait $!; done";

    /** A shell that hears nothing in front of a child that hears TERM. */
    static final String WRAPPED = "sh -c \"" + POLITE.replace("$", "\\$") + "\"; echo after >>$NOTES";

    /** Notes every TERM and every QUIT, and ends by QUIT alone. */
    static final String QUITS = "trap 'echo TERM >>$NOTES' TERM; trap 'echo QUIT >>$NOTES; exit 0' QUIT;"
            + " while :; do sleep 3600 & wait $!; done";

    /** Notes every TERM and every INT, and ends by nothing. */
    static final String STUBBORN =
            "trap 'echo TERM >>$NOTES' TERM; trap 'echo INT >>$NOTES' INT; while :; do sleep 3600 & wait $!; done";

    /** Notes every TERM, QUIT and INT, and ends by nothing. */
    static final String NOTES_ALL = "trap 'echo TERM >>$NOTES' TERM; trap 'echo QUIT >>$NOTES' QUIT;"
            + " trap 'echo INT >>$NOTES' INT; while :; do sleep 3600 & wait $!; done";

    /** Notes every TERM and every QUIT; by a QUIT it ends after some seconds. */
    static final String SLOWLY = "trap 'echo TERM >>$NOTES' TERM;"
            + " trap 'echo QUIT >>$NOTES; for i in 1 2 3 4 5 6 7 8; do sleep 1; done; echo end >>$NOTES; exit 0' QUIT;"
            + " while :; do sleep 3600 & wait $!; done";

    final Agents agents;
    final String namespace;

    private Scene(Agents agents, String namespace) {
        this.agents = agents;
        this.namespace = namespace;
    }

    static Scene in(Agents agents, String... labels) {
        String name = agents.scene();
        for (String label : labels) {
            Program.KUBECTL.call("label", "namespace", name, label).text();
        }
        return new Scene(agents, name);
    }

    Program.Result kubectl(String... arguments) {
        return with("", arguments);
    }

    Program.Result with(String input, String... arguments) {
        return Program.KUBECTL.with(
                input,
                Stream.concat(Stream.of("-n", namespace), Stream.of(arguments)).toArray(String[]::new));
    }

    /** A policy for the pods of this {@code app}, in force when this returns. */
    void policy(String app, String fields) {
        with(policyYaml(app, fields), "apply", "-f", "-").text();
        kubectl("wait", "gsp/" + app, "--for=condition=Ready", "--timeout=60s").text();
    }

    static String policyYaml(String app, String fields) {
        // What begins with a brace is taken for JSON.
        return "---\n{apiVersion: gracefulshutdown.dev/v1alpha1, kind: GracefulShutdownPolicy, metadata: {name: " + app
                + "}, spec: {selector: {matchLabels: {app: " + app + "}}, " + fields + "}}";
    }

    /** A pod that runs a shell's script, with 15 s; ready when this returns. */
    void pod(String pod, String app, String script) {
        pod(pod, app, script, "", "");
    }

    /**
     * The same.
     *
     * @param ofContainer further fields of the container, in YAML's flow style
     * @param ofPod of the pod
     */
    void pod(String pod, String app, String script, String ofContainer, String ofPod) {
        with(podYaml(pod, app, script, ofContainer, ofPod), "create", "-f", "-").text();
        kubectl("wait", "pod/" + pod, "--for=condition=Ready", "--timeout=90s").text();
    }

    String podYaml(String pod, String app, String script, String ofContainer, String ofPod) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s, labels: {app: %2$s}}
                spec: {terminationGracePeriodSeconds: 15, volumes: [{name: notes, hostPath: {path: %3$s}}],
                  containers: [{name: main, image: "localhost/bb:1", imagePullPolicy: IfNotPresent,
                    env: [{name: NOTES, value: /notes/%1$s}], volumeMounts: [{name: notes, mountPath: /notes}],
                    command: [sh, -c, '%4$s'] %5$s}] %6$s}
                """.formatted(pod, app, agents.notes(), script.replace("'", "''"), ofContainer, ofPod);
    }

    /** Begins a deletion. */
    void delete(String pod) {
        kubectl("delete", "pod/" + pod, "--wait=false").text();
    }

    void awaitGone(String pod) {
        kubectl("wait", "pod/" + pod, "--for=delete", "--timeout=120s").text();
    }

    /** Deletes it and waits until it is gone. */
    void end(String pod) {
        delete(pod);
        awaitGone(pod);
    }

    Pod get(String pod) {
        return agents.client().pods().inNamespace(namespace).withName(pod).get();
    }

    boolean isPrepared(String pod) {
        return dev.gracefulshutdown.handover.HandOver.handle(get(pod)).isPresent();
    }

    List<String> notes(String pod) {
        return agents.notesOf(pod);
    }

    List<Shutdown> records() {
        return agents.client()
                .resources(Shutdown.class)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    List<Shutdown> records(String pod) {
        return records().stream()
                .filter(it -> it.getSpec().podRef() != null
                        && pod.equals(it.getSpec().podRef().name()))
                .toList();
    }

    /** The one record of a pod, finished. */
    Shutdown record(String pod) {
        await("a record of " + pod)
                .atMost(Agents.LONGEST)
                .until(() -> records(pod).stream()
                        .anyMatch(it -> it.getStatus() != null && it.getStatus().finishedAt() != null));
        List<Shutdown> all = records(pod);
        if (all.size() != 1) {
            throw new AssertionError(pod + " has " + all.size() + " records: " + all);
        }
        return all.getFirst();
    }

    /** What was done with the container: signal, sender and what became of it. */
    static List<String> steps(Shutdown record) {
        return Objects.requireNonNull(container(record).steps()).stream()
                .map(Scene::line)
                .toList();
    }

    private static String line(StepEntry step) {
        return step.signal() + " by " + step.sentBy() + ": " + step.delivery();
    }

    static ContainerRecord container(Shutdown record) {
        return Objects.requireNonNull(record.getStatus().containers()).getFirst();
    }

    @Override
    public void close() {
        // The namespace itself is one that the installation is told to watch.
        kubectl("delete", "pods,gracefulshutdownpolicies", "--all", "--wait=false");
    }
}
