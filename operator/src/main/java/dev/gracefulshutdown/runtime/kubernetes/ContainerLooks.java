package dev.gracefulshutdown.runtime.kubernetes;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Signal;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks into containers by commands inside them: a shell that reads {@code /proc}, else cat for PID 1 alone. */
public final class ContainerLooks {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SETTLES_WITHIN_LOOKS = 3;
    private static final Signal SEGMENT_FAULT = new Signal(11);

    private final PodExec exec;
    private final Predicate<String> isInit;

    /**
     * Looks by this client.
     *
     * @param isInit whether a program of this name passes signals on
     */
    public ContainerLooks(KubernetesClient client, Predicate<String> isInit) {
        this.exec = new PodExec(client, LIMIT);
        this.isInit = isInit;
    }

    /**
     * Looks; takes up to a minute where a node does not answer.
     *
     * @param ownPids the container has a PID namespace of its own
     */
    public Look look(String namespace, String pod, String container, boolean ownPids) {
        Look look = once(namespace, pod, container, ownPids);
        for (int i = 1; i < SETTLES_WITHIN_LOOKS && !isSettled(look); i++) {
            look = once(namespace, pod, container, ownPids);
        }
        return look;
    }

    private Look once(String namespace, String pod, String container, boolean ownPids) {
        PodExec.Result all = exec.run(namespace, pod, container, Commands.all(ownPids));
        if (all instanceof PodExec.Result.Unable && ownPids) {
            return look(exec.run(namespace, pod, container, Commands.first()), "its image has neither a shell nor cat");
        }
        return look(all, "its image has no shell, and PID 1 of a shared PID namespace is not the container's");
    }

    private Look look(PodExec.Result result, String unable) {
        return switch (result) {
            case PodExec.Result.Done(String output) -> read(Commands.marked(output));
            case PodExec.Result.Unable _ -> new Look.Blind(unable);
            case PodExec.Result.Forbidden(String why) -> new Look.Forbidden(why);
            case PodExec.Result.Gone(String why) -> new Look.Gone(why);
            case PodExec.Result.Failed(String why) -> new Look.Failed(why);
        };
    }

    private Look read(String output) {
        Optional<Look.Read> read = ProcText.parse(output, isInit);
        return read.isPresent() ? read.get() : new Look.Blind("its /proc shows no signal masks");
    }

    /** While a shell or a C library starts a program it has everything blocked for a moment, and seems to hear all. */
    private static boolean isSettled(Look look) {
        List<ProcessFacts> processes =
                look instanceof Look.Read(var reading, var lines) ? reading.processes() : List.of();
        return processes.stream().noneMatch(p -> p.blocked().contains(SEGMENT_FAULT) && !p.forwarder());
    }
}
