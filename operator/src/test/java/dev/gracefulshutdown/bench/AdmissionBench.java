package dev.gracefulshutdown.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * How long the creation of a pod takes at a real API server, server-side dry runs at a steady rate: in a namespace whose pods
 * are prepared, and in one whose pods nobody asks about; in turn, so that both have the same neighbours. Prints rows of a
 * Markdown table.
 */
public final class AdmissionBench {
    private static final String POD = """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "bench-", "labels": {"app": "bench"}}, "spec":
            {"containers": [{"name": "main", "image": "none", "livenessProbe": {"tcpSocket": {"port": 80}}},
            {"name": "helper", "image": "none"}]}}""";

    private static final int RATE = Integer.getInteger("rate", 200);
    private static final int ROUNDS = 6;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final double NANOS_PER_MILLI = 1e6;

    private AdmissionBench() {}

    /** @param arguments the namespace with a policy for app=bench, and the one without */
    public static void main(String[] arguments) throws Exception {
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            round(client, arguments[0], true);
            round(client, arguments[1], false);
            for (int i = 0; i < ROUNDS; i++) {
                without.addAll(round(client, arguments[1], false));
                with.addAll(round(client, arguments[0], true));
            }
        }
        System.out.println("| figure | unit | min | median | p99 | max | n |");
        System.out.println("|---|---|---|---|---|---|---|");
        print("a pod's creation at " + RATE + " a second, nobody asked", without);
        print("a pod's creation at " + RATE + " a second, prepared", with);
    }

    private static List<Double> round(KubernetesClient client, String namespace, boolean prepared) throws Exception {
        int count = (int) (RATE * ROUND.toSeconds());
        double[] millis = new double[count];
        AtomicInteger missed = new AtomicInteger();
        long begin = System.nanoTime();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int mine = i;
                long due = begin + i * Duration.ofSeconds(1).toNanos() / RATE;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                callers.execute(() -> {
                    // From the moment it was due: a stall counts for all that wait behind it.
                    if (create(client, namespace).contains("/stop/") != prepared) {
                        missed.incrementAndGet();
                    }
                    millis[mine] = (System.nanoTime() - due) / NANOS_PER_MILLI;
                });
            }
        }
        if (missed.get() > 0) {
            System.out.println(missed + " of " + count + " pods in " + namespace
                    + (prepared ? " were not prepared" : " were prepared or not created"));
        }
        return IntStream.range(0, count).mapToObj(i -> millis[i]).toList();
    }

    private static String create(KubernetesClient client, String namespace) {
        try {
            return client.raw("/api/v1/namespaces/" + namespace + "/pods?dryRun=All", "POST", POD);
        } catch (KubernetesClientException e) {
            return "";
        }
    }

    private static void print(String what, List<Double> millis) {
        System.out.println(
                Spread.of(millis.stream().mapToDouble(Double::doubleValue).toArray())
                        .row(what, "ms"));
    }
}
