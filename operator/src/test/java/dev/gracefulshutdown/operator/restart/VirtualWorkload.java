package dev.gracefulshutdown.operator.restart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A workload in a world of its own: its controller creates what is missing, pods take their time to end and to become
 * ready, and some that are there from the beginning never were. A second passes with each tick.
 */
final class VirtualWorkload {
    private final Random random;
    private final boolean ordered;
    private final int desired;
    private final List<VirtualPod> pods = new ArrayList<>();
    private final Set<String> evicted = new HashSet<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int made;

    private static final class VirtualPod {
        final String name;
        final String uid;
        final Instant created;
        boolean ready;
        int readyIn;
        int goneIn = -1;

        VirtualPod(String name, String uid, Instant created) {
            this.name = name;
            this.uid = uid;
            this.created = created;
        }

        PodView view() {
            return new PodView(name, uid, created, ready, goneIn >= 0);
        }
    }

    /** @param broken how many of its pods never become ready */
    VirtualWorkload(Random random, boolean ordered, int desired, int broken) {
        this.random = random;
        this.ordered = ordered;
        this.desired = desired;
        List<Integer> ordinals =
                new ArrayList<>(IntStream.range(0, desired).boxed().toList());
        for (int ordinal : ordinals) {
            create(ordinal);
            now = now.plusSeconds(random.nextInt(3));
        }
        java.util.Collections.shuffle(ordinals, random);
        pods.forEach(pod -> pod.ready = true);
        for (int ordinal : ordinals.subList(0, broken)) {
            pods.get(ordinal).ready = false;
            pods.get(ordinal).readyIn = Integer.MAX_VALUE;
        }
    }

    int desired() {
        return desired;
    }

    List<PodView> pods() {
        return pods.stream().map(VirtualPod::view).toList();
    }

    Set<String> evicted() {
        return evicted;
    }

    /** @throws IllegalStateException for one that was evicted before */
    void evict(PodView view) {
        if (!evicted.add(view.uid())) {
            throw new IllegalStateException("evicted twice: " + view);
        }
        pods.stream().filter(pod -> pod.uid.equals(view.uid())).forEach(pod -> pod.goneIn = random.nextInt(4));
    }

    void tick() {
        now = now.plusSeconds(1);
        pods.removeIf(pod -> pod.goneIn == 0);
        for (VirtualPod pod : pods) {
            if (pod.goneIn > 0) {
                pod.goneIn--;
            } else if (!pod.ready && pod.readyIn != Integer.MAX_VALUE) {
                pod.readyIn--;
                pod.ready = pod.readyIn <= 0;
            } else if (pod.ready && random.nextInt(40) == 0) {
                pod.ready = false;
                pod.readyIn = 1 + random.nextInt(3);
            }
        }
        control();
    }

    private void control() {
        if (!ordered) {
            long present = pods.stream().filter(pod -> pod.goneIn < 0).count();
            for (long missing = present; missing < desired; missing++) {
                create(made);
            }
            return;
        }
        // A StatefulSet's controller: the first that is missing, once all before it are ready.
        for (int ordinal = 0; ordinal < desired; ordinal++) {
            String name = "pod-" + ordinal;
            var present = pods.stream().filter(pod -> pod.name.equals(name)).findFirst();
            if (present.isEmpty()) {
                create(ordinal);
                return;
            }
            if (!present.get().ready) {
                return;
            }
        }
    }

    private void create(int number) {
        VirtualPod pod = new VirtualPod("pod-" + number, "uid-" + made++, now);
        pod.readyIn = 1 + random.nextInt(5);
        pods.add(pod);
        pods.sort(Comparator.comparing(p -> p.uid));
    }
}
