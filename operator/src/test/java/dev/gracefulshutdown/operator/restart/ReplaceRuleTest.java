package dev.gracefulshutdown.operator.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaceRuleTest {
    private static final int WORLDS = 1_500;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRestartEndsAndReplacesEachOldPodOnceAndNoOther(boolean byOrdinal) {
        for (int seed = 0; seed < WORLDS; seed++) {
            Random random = new Random(seed);
            int desired = random.nextInt(9);
            VirtualWorkload world =
                    new VirtualWorkload(random, byOrdinal, desired, desired == 0 ? 0 : random.nextInt(desired + 1));
            Set<String> old = world.pods().stream().map(PodView::uid).collect(Collectors.toSet());

            run(seed, world, new ReplaceRule(1 + random.nextInt(4), byOrdinal));

            assertThat(world.evicted()).as("seed %d", seed).isEqualTo(old);
            assertThat(world.pods()).as("seed %d", seed).hasSize(desired).noneMatch(pod -> old.contains(pod.uid()));
        }
    }

    /** Decides, checks what was decided, and lets time pass, until it is over. */
    private static void run(int seed, VirtualWorkload world, ReplaceRule rule) {
        Instant until = world.pods().stream()
                .map(PodView::created)
                .max(Instant::compareTo)
                .orElse(BEGIN);
        for (int tick = 0; tick < 2_000; tick++) {
            if (tick > 0) {
                world.tick();
            }
            switch (rule.decide(until, world.desired(), world.pods())) {
                case RestartStep.Done() -> {
                    return;
                }
                case RestartStep.Failed failed -> throw new AssertionError(failed);
                case RestartStep.Wait _ -> {}
                case RestartStep.Next(List<PodView> next) -> {
                    check(seed, world, rule, until, next);
                    next.forEach(world::evict);
                }
            }
        }
        throw new AssertionError("seed " + seed + ": the restart does not end: " + world.pods());
    }

    private static void check(int seed, VirtualWorkload world, ReplaceRule rule, Instant until, List<PodView> next) {
        assertThat(next)
                .as("seed %d", seed)
                .allMatch(pod -> !pod.terminating() && !pod.created().isAfter(until));
        long ready = next.stream().filter(PodView::ready).count();
        long available = world.pods().stream().filter(PodView::available).count();
        long broken = world.pods().stream()
                .filter(pod ->
                        !pod.ready() && !pod.terminating() && !pod.created().isAfter(until))
                .count();
        long away = world.desired() - available;
        if (ready > 0) {
            assertThat(away + ready)
                    .as("seed %d: a ready pod is evicted", seed)
                    .isLessThanOrEqualTo(rule.maxUnavailable());
        }
        boolean held = rule.byOrdinal() && world.pods().size() < world.desired();
        if (!held) {
            assertThat(away + ready - (broken - (next.size() - ready)))
                    .as("seed %d: replacements that are awaited", seed)
                    .isLessThanOrEqualTo(rule.maxUnavailable());
        }
        if (rule.byOrdinal() && ready > 0) {
            int lowest = next.stream()
                    .filter(PodView::ready)
                    .mapToInt(PodView::ordinal)
                    .min()
                    .orElseThrow();
            assertThat(world.pods())
                    .as("seed %d: the highest goes first", seed)
                    .filteredOn(pod -> pod.available() && !pod.created().isAfter(until) && pod.ordinal() > lowest)
                    .allMatch(next::contains);
        }
    }

    @Test
    void ofAStatefulSetTheHighestOrdinalGoesFirstByNumberNotByText() {
        List<PodView> pods =
                IntStream.range(0, 12).mapToObj(i -> ready("db-" + i)).toList();

        assertThat(new ReplaceRule(3, true).decide(BEGIN, 12, pods))
                .isEqualTo(new RestartStep.Next(List.of(ready("db-11"), ready("db-10"), ready("db-9"))));
    }

    @Test
    void ofOthersTheOldestGoesFirst() {
        PodView older = new PodView("b", "b", BEGIN.minusSeconds(5), true, false);

        assertThat(new ReplaceRule(1, false).decide(BEGIN, 2, List.of(ready("a"), older)))
                .isEqualTo(new RestartStep.Next(List.of(older)));
    }

    @Test
    void aPodThatCameAfterTheBeginningIsLeftAlone() {
        PodView later = new PodView("a", "a", BEGIN.plusSeconds(1), true, false);

        assertThat(new ReplaceRule(1, false).decide(BEGIN, 1, List.of(later))).isEqualTo(new RestartStep.Done());
    }

    @Test
    void itIsNotOverWhileANewPodIsNotReady() {
        PodView later = new PodView("a", "a", BEGIN.plusSeconds(1), false, false);

        assertThat(new ReplaceRule(1, false).decide(BEGIN, 1, List.of(later))).isInstanceOf(RestartStep.Wait.class);
    }

    @Test
    void aPodThatIsAwayAlreadyHoldsBackTheReadyOnes() {
        PodView ending = new PodView("a", "a", BEGIN, true, true);

        assertThat(new ReplaceRule(1, false).decide(BEGIN, 2, List.of(ending, ready("b"))))
                .isInstanceOf(RestartStep.Wait.class);
    }

    @Test
    void anOldPodThatKeepsAStatefulSetFromCreatingOthersGoes() {
        PodView broken = new PodView("db-0", "db-0", BEGIN, false, false);

        assertThat(new ReplaceRule(1, true).decide(BEGIN, 3, List.of(broken, ready("db-1"))))
                .isEqualTo(new RestartStep.Next(List.of(broken)));
    }

    @Test
    void aWorkloadWithoutPodsIsRestartedAtOnce() {
        assertThat(new ReplaceRule(1, false).decide(BEGIN, 0, List.of())).isEqualTo(new RestartStep.Done());
    }

    private static PodView ready(String name) {
        return new PodView(name, name, BEGIN, true, false);
    }
}
