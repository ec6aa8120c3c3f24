package dev.gracefulshutdown.runtime.linux;

import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.SendResult;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Runs where PIDs are few and come again at once: reads processes, lets them be replaced, and signals whom it has read.
 * Every second time their successors are of the same container, and only the start time tells them apart.
 */
final class RecycledPids {
    private static final int ROUNDS = 6;
    private static final int VICTIMS = 15;

    private RecycledPids() {}

    public static void main(String[] arguments) throws IOException {
        Map<SendResult, Integer> results = new EnumMap<>(SendResult.class);
        int hits = 0;
        try (LinuxNode node = new LinuxNode(name -> false);
                Nursery ours = new Nursery();
                Nursery others = new Nursery();
                Container container =
                        node.process("ours", ours.pid(), Function.identity()).orElseThrow()) {
            for (int round = 0; round < ROUNDS; round++) {
                ours.spawn(VICTIMS);
                List<ProcessKey> read = container.read().tree().stream()
                        .map(ProcessFacts::key)
                        .filter(key -> key.pid() != ours.pid())
                        .toList();
                if (read.size() != VICTIMS) {
                    throw new IllegalStateException("read " + read.size());
                }
                ours.reap();
                Nursery successor = round % 2 == 0 ? ours : others;
                successor.replace(read.stream().map(ProcessKey::pid).toList());
                read.forEach(key -> results.merge(container.send(Signal.TERM, key), 1, Integer::sum));
                hits += successor.hits();
            }
            System.out.println("results=" + results + " refusals=" + node.refusals() + " hits=" + hits);
        }
    }
}
