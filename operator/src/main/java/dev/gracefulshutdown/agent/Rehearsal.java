package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.Baselines;
import dev.gracefulshutdown.shutdown.FileJournal;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
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

    /** Takes about a second. */
    void run() {
        try (FileJournal journal = new FileJournal(folder);
                ShutdownRunner runner = new ShutdownRunner(BootClock::now, journal)) {
            RecordFiles files = new RecordFiles(folder.resolve("records"), json);
            for (int i = 0; i < ROUNDS; i++) {
                // A look at every process of the node.
                var _ = node.container(NAME);
                var _ = pods.all().findAny().flatMap(pods::fresh);
                IntStream.range(0, SIDE_BY_SIDE)
                        .mapToObj(nth -> begin(runner, NAME + nth))
                        .flatMap(Optional::stream)
                        .toList()
                        .forEach(one -> end(one, files));
            }
        } catch (IOException | RuntimeException e) {
            LOG.atInfo().addKeyValue("error", e.toString()).log("not rehearsed: first hand-overs take longer");
        }
    }

    private record One(Subject subject, CompletableFuture<ShutdownReport> report) {}

    private Optional<One> begin(ShutdownRunner runner, String name) {
        Pod pod = pod(name);
        EffectivePolicy policy = EffectivePolicy.of(policy());
        Subject subject = Subject.of(pod, NAME, name, true, policy);
        Optional<Ladder> ladder =
                plans.ladder(pod, pod.getSpec().getContainers().getFirst(), name, policy);
        Optional<Container> ourselves =
                node.process(name, (int) ProcessHandle.current().pid(), Function.identity());
        return ladder.flatMap(steps -> ourselves.map(container -> runner.start(
                        subject.id(),
                        new NotedContainer(new Understudy(container), subject.notes()),
                        steps,
                        new Baselines().take(name),
                        report -> {})))
                .map(running -> new One(subject, running.done()));
    }

    private void end(One one, RecordFiles files) {
        Draft draft = new Draft(one.subject(), NAME);
        draft.add(NAME, one.report().join());
        try {
            files.write(draft.toResource());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.remove(draft.toResource());
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAME)
                .withName(name)
                .withUid(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(NAME)
                .endContainer()
                .endSpec()
                .build();
    }

    private static GracefulShutdownPolicy policy() {
        GracefulShutdownPolicy policy = new GracefulShutdownPolicy();
        policy.setMetadata(pod(NAME).getMetadata());
        policy.setSpec(GracefulShutdownPolicySpec.DEFAULTS);
        return policy;
    }
}
