package dev.gracefulshutdown.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

    @Test
    void whateverIsSaidInWhateverOrderTheLawsHold() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<Condition> before = null;
            Instant now = NOW;
            for (int i = 0; i < 6; i++) {
                List<Condition> status = said(random).toStatus(before, i, now);
                assertThat(ConditionLaws.broken(status)).as("seed %d", seed).isEmpty();
                assertThat(ConditionLaws.broken(before == null ? List.of() : before, status))
                        .as("seed %d", seed)
                        .isEmpty();
                before = status;
                now = now.plusSeconds(1);
            }
        }
    }

    @Test
    void anUnchangedWorldMakesAnEqualListWhateverTheOrder() {
        for (int seed = 0; seed < 500; seed++) {
            List<Condition> first = said(new Random(seed)).toStatus(null, 1, NOW);
            List<Condition> second = said(new Random(seed)).toStatus(first, 1, NOW.plusSeconds(3_600));
            assertThat(second).as("seed %d", seed).isEqualTo(first);
        }
        Finding yes = Finding.yes(Reason.ACCEPTED, "");
        assertThat(new Conditions()
                        .with(ConditionType.ACCEPTED, yes)
                        .ready(Reason.AS_ASKED, "")
                        .toStatus(null, 1, NOW))
                .isEqualTo(new Conditions()
                        .ready(Reason.AS_ASKED, "")
                        .with(ConditionType.ACCEPTED, yes)
                        .toStatus(null, 1, NOW));
    }

    @Test
    void theLastWordCounts() {
        Conditions conditions = new Conditions().ready(Reason.AS_ASKED, "").stalled(Reason.CONTESTED, "somebody else");

        assertThat(conditions.get(ConditionType.READY)).contains(Finding.no(Reason.CONTESTED, "somebody else"));
        assertThat(conditions.get(ConditionType.STALLED)).contains(Finding.yes(Reason.CONTESTED, "somebody else"));
    }

    @Test
    void aMessageIsCutToWhatTheApiServerTakes() {
        assertThat(new Conditions().ready(Reason.AS_ASKED, "x".repeat(40_000)).toStatus(null, 1, NOW))
                .allMatch(condition -> condition.getMessage().length() == 32_768);
    }

    private static Conditions said(Random random) {
        List<Runnable> words = new ArrayList<>();
        Conditions conditions = new Conditions();
        Reason reason = Reason.values()[random.nextInt(Reason.values().length)];
        words.add(() -> {
            switch (random.nextInt(3)) {
                case 0 -> conditions.ready(reason, "a");
                case 1 -> conditions.reconciling(reason, "b");
                default -> conditions.stalled(reason, "c");
            }
        });
        words.add(() -> conditions.with(ConditionType.ACCEPTED, finding(random, reason)));
        words.add(() -> conditions.with(ConditionType.GRACE_SUFFICIENT, finding(random, reason)));
        Collections.shuffle(words, random);
        words.forEach(Runnable::run);
        return conditions;
    }

    private static Finding finding(Random random, Reason reason) {
        return new Finding(Finding.State.values()[random.nextInt(3)], reason, "m" + random.nextInt(3));
    }
}
