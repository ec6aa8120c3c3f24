package dev.gracefulshutdown.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules 5 and 6 over generated process trees; a failure names its seed. */
class TargetsTest {
    private static final int MAIN = 100;

    static LongStream seeds() {
        return LongStream.range(0, 2_000);
    }

    private record Tree(Reading reading, Map<Integer, ProcessFacts> byPid) {
        static Tree generated(Random random) {
            List<ProcessFacts> processes = new ArrayList<>();
            int count = 1 + random.nextInt(12);
            for (int i = 0; i < count; i++) {
                // Now and then an exec session: its parent is outside.
                int parent = i == 0 || random.nextInt(8) == 0 ? 50 : MAIN + random.nextInt(i);
                processes.add(new ProcessFacts(
                        new ProcessKey(MAIN + i, 1),
                        parent,
                        i + 1,
                        "p" + i,
                        'S',
                        mask(random),
                        mask(random),
                        mask(random),
                        random.nextInt(10) == 0,
                        random.nextInt(15) != 0));
            }
            Map<Integer, ProcessFacts> byPid = new HashMap<>();
            processes.forEach(p -> byPid.put(p.pid(), p));
            return new Tree(new Reading(MAIN, 60_000, processes), byPid);
        }

        private static SignalSet mask(Random random) {
            return random.nextInt(4) == 0 ? SignalSet.of(Signal.TERM) : SignalSet.NONE;
        }

        List<ProcessFacts> ancestors(ProcessFacts process) {
            List<ProcessFacts> above = new ArrayList<>();
            for (ProcessFacts at = byPid.get(process.parentPid()); at != null; at = byPid.get(at.parentPid())) {
                above.add(at);
            }
            return above;
        }

        boolean isExecSession(ProcessFacts process) {
            return process.pid() != MAIN && ancestors(process).stream().noneMatch(a -> a.pid() == MAIN);
        }

        Targets targets(Delivery to) {
            return Targets.of(reading, new HearingMemory(), Signal.TERM, to);
        }

        ProcessFacts main() {
            return reading.main().orElseThrow();
        }
    }

    private static Hearing hearing(ProcessFacts process) {
        return Hearing.of(process, Signal.TERM);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void autoGoesToTheMainProcessAloneIfItHearsOrMayHear(long seed) {
        Tree tree = Tree.generated(new Random(seed));
        if (hearing(tree.main()).hears() || hearing(tree.main()) == Hearing.UNKNOWN) {
            assertThat(tree.targets(Delivery.AUTO).processes()).containsExactly(tree.main());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void autoElseGoesToTheTopmostWhoHearAndToNoneBelowThem(long seed) {
        Tree tree = Tree.generated(new Random(seed));
        List<ProcessFacts> targets = tree.targets(Delivery.AUTO).processes();
        if (targets.contains(tree.main())) {
            return;
        }
        assertThat(targets).allMatch(t -> hearing(t).hears());
        for (ProcessFacts process : tree.reading().processes()) {
            boolean topmost = !tree.isExecSession(process)
                    && process.pid() != MAIN
                    && hearing(process).hears()
                    && tree.ancestors(process).stream()
                            .noneMatch(a -> hearing(a).hears());
            assertThat(targets.contains(process)).as(process.name()).isEqualTo(topmost);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noDeliveryReachesAnExecSessionOrTheChildrenOfAForwarder(long seed) {
        Tree tree = Tree.generated(new Random(seed));
        for (Delivery to : Delivery.values()) {
            List<ProcessFacts> targets = tree.targets(to).processes();
            assertThat(targets).as("%s", to).doesNotHaveDuplicates().noneMatch(tree::isExecSession);
            assertThat(targets)
                    .as("%s", to)
                    .noneMatch(t -> tree.ancestors(t).stream().anyMatch(a -> hearing(a) == Hearing.FORWARDS));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theMainProcessIsTheLastOfAll(long seed) {
        Tree tree = Tree.generated(new Random(seed));
        assertThat(tree.targets(Delivery.ALL).processes()).last().isEqualTo(tree.main());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatMerelyEndsGetsNothingUnlessItIsTheMainProcess(long seed) {
        Tree tree = Tree.generated(new Random(seed));
        assertThat(tree.targets(Delivery.AUTO).processes())
                .filteredOn(t -> t.pid() != MAIN)
                .noneMatch(t -> hearing(t) == Hearing.ENDS);
    }
}
