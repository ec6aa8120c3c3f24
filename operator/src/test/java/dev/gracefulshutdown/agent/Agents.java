package dev.gracefulshutdown.agent;

import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.delivery.Program;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The chart, installed from the image with its shipped permissions, beside whatever else runs in the cluster; and a keeper,
 * which sees the node as its administrator does. The program must have been packaged.
 */
final class Agents implements AutoCloseable {
    static final Duration LONGEST = Duration.ofMinutes(2);

    private static final String IMAGE = "localhost/graceful-agent-test";
    // Whoever else tests on this node has others.
    private static final int HOOK_PORT =
            10_000 + 2 * ThreadLocalRandom.current().nextInt(5_000);
    private static final int HTTP_PORT = HOOK_PORT + 1;
    private static final String KEEPER = """
            apiVersion: v1
            kind: Pod
            metadata: {name: keeper}
            spec:
              hostPID: true
              hostNetwork: true
              terminationGracePeriodSeconds: 0
              tolerations: [{operator: Exists}]
              volumes: [{name: notes, hostPath: {path: %s, type: DirectoryOrCreate}}]
              containers:
              - name: keeper
                image: localhost/bb:1
                imagePullPolicy: IfNotPresent
                command: [sleep, "86400"]
                volumeMounts: [{name: notes, mountPath: /notes}]
              - name: nobody
                image: localhost/bb:1
                imagePullPolicy: IfNotPresent
                command: [sleep, "86400"]
                securityContext: {runAsUser: 1000}
            """;

    private final String name =
            "agents-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    private final List<String> scenes =
            IntStream.rangeClosed(1, 12).mapToObj(i -> name + "-" + i).toList();
    private final Deque<String> free = new ArrayDeque<>(scenes);
    private final KubernetesClient client = new KubernetesClientBuilder().build();

    Agents() {
        String image = IMAGE + ":" + name;
        Program.DOCKER
                .call(
                        "build",
                        "-q",
                        "--build-arg",
                        "BASE=" + System.getenv("GRACEFUL_TEST_BASE_IMAGE"),
                        "-t",
                        image,
                        ".")
                .text();
        shell(System.getenv("GRACEFUL_TEST_LOAD_IMAGE") + " " + image);
        Program.KUBECTL
                .call("apply", "--server-side", "--force-conflicts", "-f", "crds")
                .text();
        Program.KUBECTL.call("create", "namespace", name).text();
        for (String scene : scenes) {
            Program.KUBECTL.call("create", "namespace", scene).text();
        }
        Program.KUBECTL
                .call("label", "namespace", name, "pod-security.kubernetes.io/enforce=privileged")
                .text();
        Program.HELM
                .call(
                        "install",
                        name,
                        "helm",
                        "-n",
                        name,
                        "--wait",
                        "--timeout=120s",
                        // The CRDs are the cluster's, shared with whoever else tests there.
                        "--set=crds.install=false",
                        "--set=rbac.aggregate=false",
                        "--set=image.repository=" + IMAGE,
                        "--set=image.tag=" + name,
                        "--set=agent.hookPort=" + HOOK_PORT,
                        "--set=agent.httpPort=" + HTTP_PORT,
                        "--set=agent.stateFolder=" + folder() + "/state",
                        "--set=watchNamespaces={" + String.join(",", scenes) + "}")
                .text();
        with(KEEPER.formatted(notes()), "apply", "-f", "-").text();
        kubectl("wait", "pod/keeper", "--for=condition=Ready", "--timeout=60s").text();
        awaitAgent();
    }

    /** The release's name, and its namespace's. */
    String name() {
        return name;
    }

    /** A namespace that nobody has used yet, among those that this installation is for. */
    String scene() {
        return free.remove();
    }

    KubernetesClient client() {
        return client;
    }

    int hookPort() {
        return HOOK_PORT;
    }

    private String folder() {
        return "/var/tmp/" + name;
    }

    /** Where containers of the tests write down what they hear; a folder of the node. */
    String notes() {
        return folder() + "/notes";
    }

    /** {@code kubectl} in the release's namespace. */
    Program.Result kubectl(String... arguments) {
        return with("", arguments);
    }

    private Program.Result with(String input, String... arguments) {
        return Program.KUBECTL.with(
                input,
                Stream.concat(Stream.of("-n", name), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Runs a shell's script as root of the node: with its processes, its network and the notes in {@code /notes}. */
    String onNode(String script) {
        return kubectl("exec", "keeper", "-c", "keeper", "--", "sh", "-c", script)
                .text();
    }

    /** The same as one of its users. */
    String onNodeAsNobody(String script) {
        return kubectl("exec", "keeper", "-c", "nobody", "--", "sh", "-c", script)
                .text();
    }

    /** The line that a container of the tests adds to its notes, and all its others. */
    List<String> notesOf(String pod) {
        return onNode("cat /notes/" + pod + " 2>/dev/null || true").lines().toList();
    }

    /** The agent of the one node. */
    Pod agent() {
        return pods("agent").getFirst();
    }

    /** Whether an upgrade has come as far as that. */
    boolean hasAnotherThan(String uid) {
        List<Pod> pods = pods("agent");
        return pods.size() == 1 && !pods.getFirst().getMetadata().getUid().equals(uid);
    }

    private List<Pod> pods(String component) {
        return client.pods()
                .inNamespace(name)
                .withLabel("app.kubernetes.io/component", component)
                .list()
                .getItems();
    }

    /** SIGKILL from the node, as the kernel's when memory is short. */
    void killAgent() {
        String id = agent().getStatus().getContainerStatuses().getFirst().getContainerID();
        onNode("for p in $(grep -l " + id.substring(id.indexOf("://") + 3)
                + " /proc/[0-9]*/cgroup 2>/dev/null | cut -d/ -f3); do kill -9 $p; done");
    }

    /** Waits until the agent takes calls. */
    void awaitAgent() {
        await("the agent listens")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> onNode("wget -q -O - http://127.0.0.1:" + HTTP_PORT + "/readyz 2>/dev/null || true")
                        .contains("ok"));
    }

    /** Takes the agents from all nodes. */
    void agentsLeave() {
        kubectl(
                        "patch",
                        "daemonset/" + name + "-graceful-agent",
                        "-p",
                        "{\"spec\": {\"template\": {\"spec\": {\"nodeSelector\": {\"no\": \"where\"}}}}}")
                .text();
        await("no agent is left").atMost(LONGEST).until(() -> pods("agent").isEmpty());
    }

    void agentsReturn() {
        kubectl(
                        "patch",
                        "daemonset/" + name + "-graceful-agent",
                        "-p",
                        "{\"spec\": {\"template\": {\"spec\": {\"nodeSelector\": {\"no\": null}}}}}")
                .text();
        awaitAgent();
    }

    /** Takes the operator, and with it admission. */
    void operatorLeaves() {
        kubectl("scale", "deployment/" + name + "-graceful-operator", "--replicas=0")
                .text();
        await("no operator is left")
                .atMost(LONGEST)
                .until(() -> pods("operator").isEmpty());
    }

    void operatorReturns() {
        kubectl("scale", "deployment/" + name + "-graceful-operator", "--replicas=1")
                .text();
        kubectl("rollout", "status", "deployment/" + name + "-graceful-operator", "--timeout=120s")
                .text();
    }

    /** Runs a command that the environment names, on this machine. */
    static void shell(String command) {
        new Program("sh").call("-c", command).text();
    }

    @Override
    public void close() {
        Program.HELM.call("uninstall", name, "-n", name, "--ignore-not-found", "--wait");
        onNode("rm -rf /notes/*");
        Program.KUBECTL.call("delete", "namespace", name, "--wait=false");
        scenes.forEach(scene -> Program.KUBECTL.call("delete", "namespace", scene, "--wait=false"));
        Program.DOCKER.call("rmi", IMAGE + ":" + name);
        client.close();
    }
}
