package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.Baselines;
import dev.gracefulshutdown.shutdown.FileJournal;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hand-overs of a pod that there is not, from the plan to the record, in a folder of their own: a JVM loads and compiles at
 * first use, and the first container that is handed over would wait for that. Nobody is signalled.
 */
record Rehearsal(LinuxNode node, NodePlans plans, NodePods pods, Path folder, KubernetesSerialization json) {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final String NAME = "rehearsal";

    private static final int SIDE_BY_SIDE = 10;

    /** Often enough for the JVM to compile what it runs. */
    private static final int ROUNDS = 12;

    /** Returns when it is through; what goes wrong is said and does no harm. */
    void run() {
        try {
            clear();
            LOG.atDebug().addKeyValue("handOvers", rehearse()).log("rehearsed");
            clear();
        } catch (IOException | RuntimeException e) {
            LOG.atInfo().addKeyValue("error", e.toString()).log("not rehearsed: first hand-overs take longer");
        }
    }

    /** An earlier one may have been cut short. */
    private void clear() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** How many it went through, from the plan to the record. */
    int rehearse() throws IOException {
        int done = 0;
        try (FileJournal journal = new FileJournal(folder);
                ShutdownRunner runner = new ShutdownRunner(BootClock::now, journal)) {
            RecordFiles files = new RecordFiles(folder.resolve("records"), json);
            for (int i = 0; i < ROUNDS; i++) {
                // A look at every process of the node.
                var _ = node.container(NAME);
                var _ = pods.all().findAny().flatMap(pods::fresh);
                List<One> begun = IntStream.range(0, SIDE_BY_SIDE)
                        .mapToObj(nth -> begin(runner, NAME + nth))
                        .flatMap(Optional::stream)
                        .toList();
                for (One one : begun) {
                    end(one, files);
                    done++;
                }
            }
        }
        return done;
    }

    private record One(Subject subject, CompletableFuture<ShutdownReport> report) {}

    private Optional<One> begin(ShutdownRunner runner, String name) {
        Pod pod = pod(name);
        EffectivePolicy policy = EffectivePolicy.of(policy());
        Subject subject = Subject.of(pod, NAME, name, true, policy);
        Optional<Ladder> ladder =
                plans.ladder(pod, pod.getSpec().getContainers().getFirst(), name, policy);
        return ladder.map(steps -> runner.start(
                        subject.id(),
                        new NotedContainer(understudy(name), subject.notes()),
                        steps,
                        new Baselines().take(name),
                        report -> {}))
                .map(running -> new One(subject, running.done()));
    }

    /** Ourselves, only to be read; as PID 1 of a container, which is never a target, one that is gone. */
    private Container understudy(String name) {
        int pid = (int) ProcessHandle.current().pid();
        return node.process(name, pid, Function.identity())
                .<Container>map(Understudy::new)
                .orElseGet(() -> new GoneContainer(new ContainerIdentity(NAME, name, new ProcessKey(pid + 1, 0))));
    }

    private static void end(One one, RecordFiles files) throws IOException {
        Draft draft = new Draft(one.subject(), NAME);
        draft.add(NAME, one.report().join());
        files.write(draft.toResource());
        files.remove(draft.toResource());
    }

    /** Without builders: theirs are the most classes of all, and an agent needs none of a pod's. */
    private static Pod pod(String name) {
        Pod pod = new Pod();
        pod.setMetadata(new ObjectMeta());
        pod.getMetadata().setNamespace(NAME);
        pod.getMetadata().setName(name);
        pod.getMetadata().setUid(name);
        pod.setSpec(new PodSpec());
        var container = new io.fabric8.kubernetes.api.model.Container();
        container.setName(NAME);
        pod.getSpec().setContainers(List.of(container));
        return pod;
    }

    private static GracefulShutdownPolicy policy() {
        GracefulShutdownPolicy policy = new GracefulShutdownPolicy();
        policy.setMetadata(pod(NAME).getMetadata());
        policy.setSpec(GracefulShutdownPolicySpec.DEFAULTS);
        return policy;
    }
}
