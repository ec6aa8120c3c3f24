package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Signal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileDataTest {
    private static final String GOOD = """
            - name: Sample
              summary: s
              verified: false
              docs: https://example.org/
              recognise:
              - {program: sample}
              settings:
                stopSignal: SIGTERM
                escalation:
                - {at: 2s, signal: SIGINT}
              signals:
              - {signal: SIGTERM, effect: Finishes, does: d}
              - {signal: SIGINT, effect: Aborts, does: d}
              - {signal: SIGQUIT, effect: Diagnoses, does: d}
              - {signal: SIGABRT, effect: Loses, does: d}
              caveats: []
            """;

    static List<ServerProfile> all() {
        return ServerProfiles.all();
    }

    @Test
    void theSampleIsGood() throws IOException {
        assertThat(parse(GOOD))
                .singleElement()
                .satisfies(p -> assertThat(p.escalation()).hasSize(1));
    }

    /** What Auto could choose, nobody has asked for: the type refuses it, for every profile. */
    @ParameterizedTest
    @CsvSource({
        "onDeadline: Hold,      onDeadline is not a profile's to choose",
        "onDeadline: Kill,      onDeadline is not a profile's to choose",
        "strategy: Kill,        strategy is not a profile's to choose",
        "killSignal: SIGTERM,   killSignal is not a profile's to choose",
        "onUndeliverable: Skip, onUndeliverable is not a profile's to choose",
        "drainDelay: 5s,        drainDelay is not a profile's to choose",
        "profile: Redis,        profile is not a profile's to choose",
    })
    void aProfileNeverChoosesHoldKillOrSkip(String field, String fault) {
        assertFault("  settings:\n", "  settings:\n    " + field + "\n", fault);
    }

    @ParameterizedTest
    @MethodSource("all")
    void noneOfTheDataChoosesHoldKillOrSkip(ServerProfile profile) {
        StopSettings settings = profile.settings();
        assertThat(settings.onDeadline()).isNull();
        assertThat(settings.strategy()).isNull();
        assertThat(settings.killSignal()).isNull();
        assertThat(settings.onUndeliverable()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stopSignal: SIGTERM | stopSignal: SIGINT | stopSignal must finish",
                "stopSignal: SIGTERM | stopSignal: SIGHUP | stopSignal must finish",
                "stopSignal: SIGTERM | gracePeriod: 10s | no stopSignal",
                "{at: 2s, signal: SIGINT} | {at: 2s, signal: SIGABRT} | SIGABRT is no safe step",
                "{at: 2s, signal: SIGINT} | {at: 2s, signal: SIGQUIT} | SIGQUIT is no safe step",
                "{at: 2s, signal: SIGINT} | {at: 2s, signal: SIGABRT, purpose: Diagnose} | SIGABRT is no safe step",
                "{at: 2s, signal: SIGINT} | {at: 2s, signal: SIGUSR2} | SIGUSR2 is no safe step",
                "{at: 2s, signal: SIGINT} | {signal: SIGINT} | either at or beforeEnd",
                "{at: 2s, signal: SIGINT} | {at: 1s, beforeEnd: 1s, signal: SIGINT} | either at or beforeEnd",
            })
    void aStepThatCostsDataIsRefused(String good, String bad, String fault) {
        assertFault(good, bad, fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: Sample | name: Auto | taken by the policy",
                "name: Sample | name: none | starts with a capital",
                "name: Sample | nom: Sample | property 'name'",
                "{program: sample} | {} | nothing in it",
                "{program: sample} | {program: '('} | Unclosed",
                "verified: false | {verified: false, verified: true} | expected",
                "at: 2s | at: 2 | no unit",
                "signal: SIGINT | signal: SIGNIT | SIGNIT",
                "effect: Aborts | effect: Explodes | Explodes",
            })
    void malformedDataFailsLoudly(String good, String bad, String fault) {
        assertFault(good, bad, fault);
    }

    @Test
    void aFieldThatStandsTwiceIsAFault() {
        assertFault("  verified: false\n", "  verified: false\n  verified: true\n", "Duplicate field 'verified'");
    }

    @Test
    void aFieldThatThereIsNotIsAFault() {
        assertFault("  verified: false\n", "  verified: false\n  tested: true\n", "Unrecognized field \"tested\"");
    }

    @Test
    void namesDifferInMoreThanTheirCase() {
        assertThat(ServerProfiles.names().stream().map(n -> n.toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates();
        assertThat(KnownInits.all().stream().map(KnownInit::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyProfileSaysWhatItDoesAndWhereThatIsWritten(ServerProfile profile) {
        assertThat(profile.summary()).endsWith(".").doesNotContain("\n");
        assertThat(profile.docs()).startsWith("https://");
        assertThat(profile.recognise()).isNotEmpty();
        assertThat(profile.caveats()).isNotEmpty().allMatch(c -> c.endsWith("."));
        assertThat(profile.signals()).extracting(SignalMeaning::signal).doesNotHaveDuplicates();
    }

    /** A policy that names a profile and nothing else on Docker, where the grace period is 10 s. */
    @ParameterizedTest
    @MethodSource("all")
    void theStepsFitIntoTheShortestUsualGracePeriod(ServerProfile profile) {
        Duration own = profile.settings().gracePeriod();
        Duration grace = own == null ? Duration.ofSeconds(10) : own;
        Duration before = Duration.ZERO;
        for (EscalationStep step : profile.escalation()) {
            Duration at = Optional.ofNullable(step.at())
                    .orElseGet(() ->
                            grace.minus(Optional.ofNullable(step.beforeEnd()).orElseThrow()));
            assertThat(at).isGreaterThan(before).isLessThan(grace);
            before = at;
        }
    }

    /** Programs that finish their work must not be hurried before most of the time is over; a database's sessions must. */
    @ParameterizedTest
    @MethodSource("all")
    void workInFlightIsAbortedInTheLastSecondsOnly(ServerProfile profile) {
        if (profile.name().equals("PostgreSQL")) {
            return;
        }
        assertThat(profile.askingSteps())
                .allSatisfy(
                        step -> assertThat(step.beforeEnd()).isNotNull().isLessThanOrEqualTo(Duration.ofSeconds(3)));
    }

    @Test
    void aProfileKnowsWhatASignalMeans() {
        ServerProfile postgres = ServerProfiles.require("PostgreSQL");
        assertThat(postgres.meaningOf(Signal.QUIT))
                .hasValueSatisfying(m -> assertThat(m.effect()).isEqualTo(SignalEffect.LOSES));
        assertThat(postgres.meaningOf(Signal.WINCH)).isEmpty();
    }

    @Test
    void innerTimesComeFromTheEnvironmentElseTheStandard() {
        KnownInit overlay = KnownInits.recognise("s6-svscan", List.of("s6-svscan", "-d4", "--", "/run/service"))
                .orElseThrow();
        assertThat(overlay.innerTime(Map.of())).contains(Duration.ofSeconds(11));
        assertThat(overlay.innerTime(Map.of("S6_KILL_GRACETIME", "500", "S6_SERVICES_GRACETIME", "soon")))
                .contains(Duration.ofMillis(8_500));
        KnownInit runit = KnownInits.recognise("runit", List.of("runit")).orElseThrow();
        assertThat(runit.innerTime(Map.of())).contains(Duration.ofSeconds(14 + 7));
        assertThat(runit.innerTime(Map.of("SVWAIT", "30"))).contains(Duration.ofSeconds(14 + 30));
        assertThat(KnownInits.recognise("tini", List.of()).orElseThrow().innerTime(Map.of()))
                .isEmpty();
    }

    private static void assertFault(String good, String bad, String fault) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> parse(GOOD.replace(good, bad))).hasStackTraceContaining(fault);
    }

    private static List<ServerProfile> parse(String yaml) throws IOException {
        return YamlData.parse(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), ServerProfile.class);
    }
}
