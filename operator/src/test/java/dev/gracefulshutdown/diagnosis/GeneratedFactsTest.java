package dev.gracefulshutdown.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.file.Loaded;
import dev.gracefulshutdown.api.file.ResourceFiles;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must be true of every diagnosis, over containers put together at random. */
final class GeneratedFactsTest {
    private static final List<String> PROGRAMS = List.of(
            "sh",
            "bash",
            "node",
            "python3",
            "java",
            "nginx",
            "postgres",
            "redis-server",
            "haproxy",
            "tini",
            "dumb-init",
            "supervisord",
            "runsvdir",
            "s6-svscan",
            "systemd",
            "uwsgi",
            "apache2",
            "php-fpm8.2",
            "sleep",
            "server",
            "npm");

    private static Stream<Case> cases() {
        return IntStream.range(0, 4_000).mapToObj(seed -> of(new Random(seed)));
    }

    private static Case of(Random random) {
        Case made = Case.of(pick(random, PROGRAMS), ears(random)).age(Duration.ofSeconds(random.nextInt(30)));
        for (int i = random.nextInt(4); i > 0; i--) {
            String program = pick(random, PROGRAMS);
            switch (random.nextInt(3)) {
                case 0 -> made.child(program, ears(random));
                case 1 -> made.youngChild(program, ears(random));
                default -> made.below(program, ears(random));
            }
        }
        if (random.nextInt(4) == 0) {
            made.stoppedBy(pick(random, List.of(Signal.INT, Signal.QUIT, Signal.HUP, Signal.WINCH)));
        }
        if (random.nextInt(6) == 0) {
            made.sharingPids();
        }
        if (random.nextInt(4) == 0) {
            PastStop stop = new PastStop(
                    pick(random, List.of(Outcome.FORCED, Outcome.GRACEFUL)),
                    random.nextBoolean(),
                    Duration.ofSeconds(1));
            made.past(stop, stop);
        }
        return made;
    }

    private static Case.Ears ears(Random random) {
        return random.nextInt(12) == 0
                ? Case.Ears.UNREADABLE
                : Case.Ears.catches(letters(random))
                        .and(Case.Ears.blocks(random.nextInt(5) == 0 ? letters(random) : ""))
                        .and(Case.Ears.ignores(random.nextInt(3) == 0 ? letters(random) : ""));
    }

    private static String letters(Random random) {
        return Stream.of("H", "I", "Q", "T").filter(l -> random.nextBoolean()).reduce("", String::concat);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    @Test
    void everyDiagnosisHasWordsForAllThatItFound() {
        assertThat(cases()).allSatisfy(c -> {
            Diagnosis diagnosis = c.diagnosis();
            assertThat(Sentences.brief(diagnosis.verdict(), Duration.ofSeconds(10)))
                    .isNotBlank();
            assertThat(Sentences.why(diagnosis.verdict())).endsWith(".");
            assertThat(diagnosis.evidence().words()).isNotBlank();
            assertThat(diagnosis.advice()).allSatisfy(a -> assertThat(a.words()).isNotBlank());
        });
    }

    @Test
    void whoeverIsNotExpectedToEndGetsAdvice() {
        assertThat(cases().map(Case::diagnosis).filter(d -> !d.isGood()))
                .allSatisfy(d -> assertThat(d.advice()).isNotEmpty());
    }

    @Test
    void nobodyIsSaidToEndByItselfInWhomNobodyHears() {
        assertThat(cases().map(Case::diagnosis).filter(d -> d.evidence().hearing() == Hearing.DEAF))
                .allSatisfy(d -> assertThat(d.isGood()).isFalse());
    }

    @Test
    void theUnreadableIsUnknownAndNeverGood() {
        assertThat(cases().map(Case::diagnosis).filter(d -> d.evidence().hearing() == Hearing.UNKNOWN))
                .allSatisfy(d -> assertThat(d.verdict().expectation()).isEqualTo(Expectation.UNKNOWN));
    }

    @Test
    void everyProposedPolicyIsValidAndSaysWhatWasMeant() {
        assertThat(cases().flatMap(c -> c.diagnosis().proposal().stream()).distinct())
                .isNotEmpty()
                .allSatisfy(GeneratedFactsTest::isValid);
    }

    private static void isValid(Proposal proposal) {
        Loaded loaded = ResourceFiles.parse(Path.of("proposal"), String.join("\n", proposal.yaml()));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.policies())
                .singleElement()
                .extracting(GracefulShutdownPolicy::getSpec)
                .satisfies(spec -> {
                    StopSettings meant = proposal.settings().orElse(StopSettings.DEFAULTS);
                    assertThat(spec.settings().orElse(StopSettings.DEFAULTS)).isEqualTo(meant);
                });
    }

    @Test
    void aProposalForAnyContainerNameIsValid() {
        for (String name : List.of("Orders_DB.1", "0", "a".repeat(80), "_x", "web-")) {
            isValid(new Proposal(name, StopSettings.builder().profile("Nginx").build()));
        }
    }
}
