package dev.gracefulshutdown.diagnosis;

import static dev.gracefulshutdown.diagnosis.Case.Ears.NONE;
import static dev.gracefulshutdown.diagnosis.Case.Ears.UNREADABLE;
import static dev.gracefulshutdown.diagnosis.Case.Ears.catches;
import static dev.gracefulshutdown.diagnosis.Case.Ears.ignores;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DiagnosisTest {
    private static final PastStop KILLED_THOUGH_HEARD = new PastStop(Outcome.FORCED, true, Duration.ofSeconds(10));
    private static final PastStop ENDED = new PastStop(Outcome.GRACEFUL, true, Duration.ofSeconds(2));

    private static Case shell(String script, Case.Ears ears) {
        return Case.of("sh", ears, "/bin/sh", "-c", script).runs("/bin/sh", "-c", script);
    }

    @Test
    void evidenceNamesTheMaskAndItsValue() {
        assertThat(Case.of("server", catches("IT")).diagnosis().evidence().words())
                .isEqualTo("SigCgt 0000000000004002 has SIGTERM");
        assertThat(Case.of("server", NONE).diagnosis().evidence().words())
                .isEqualTo("PID 1 without a handler (SigCgt 0000000000000000): the kernel drops SIGTERM");
        assertThat(Case.of("server", ignores("T")).diagnosis().evidence().words())
                .isEqualTo("SigIgn 0000000000004000 has SIGTERM: ignored");
    }

    @Test
    void anInitIsEvidenceByItsNameAndNamesWhomItForwardsTo() {
        Diagnosis diagnosis = Case.of("tini", NONE, "tini", "--", "node")
                .child("node", catches("IT"))
                .diagnosis();

        assertThat(diagnosis.evidence().words()).startsWith("known init tini: ").endsWith("(2 node)");
        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.Forwards(List.of("2 node")));
    }

    @Test
    void aDeafShellBeforeAServerThatHearsIsWrapped() {
        Diagnosis diagnosis = shell("migrate && java -jar app.jar", catches("I"))
                .child("java", catches("HIQT"), "java", "-jar", "app.jar")
                .diagnosis();

        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.Wrapped(List.of("2 java")));
        assertThat(diagnosis.isGood()).isFalse();
        assertThat(diagnosis.advice().getFirst().lines()).containsExactly("exec java -jar app.jar");
        assertThat(diagnosis.profile()).contains("JVM");
    }

    @Test
    void aShellFormThatIsOnePlainCommandIsRewrittenInJsonForm() {
        Diagnosis diagnosis = shell("node server.js", NONE)
                .child("node", catches("IT"), "node", "server.js")
                .diagnosis();

        assertThat(diagnosis.advice().getFirst().lines()).containsExactly("CMD [\"node\", \"server.js\"]");
    }

    @Test
    void aScriptFileIsNamedInTheAdvice() {
        Diagnosis diagnosis = Case.of("sh", NONE, "/bin/sh", "/entrypoint.sh")
                .child("nginx", catches("HIQT"), "nginx: master process nginx")
                .diagnosis();

        assertThat(diagnosis.advice().getFirst().words()).contains("in /entrypoint.sh");
        assertThat(diagnosis.advice().getFirst().lines()).containsExactly("exec your-server");
    }

    @Test
    void aTrapBehindAForegroundChildIsNotReached() {
        Diagnosis diagnosis = shell("trap stop TERM; sleep 1000; true", catches("IT"))
                .child("sleep", NONE)
                .diagnosis();

        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.Sits("2 sleep", false));
        assertThat(diagnosis.isGood()).isFalse();
    }

    @Test
    void aLoopOfShortCommandsGetsToItsTrap() {
        Diagnosis diagnosis = shell("trap stop TERM; while :; do sleep 1; done", catches("IT"))
                .youngChild("sleep", NONE)
                .diagnosis();

        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.Ends(Certainty.LIKELY));
    }

    @Test
    void aChildWithHandlersOfItsOwnMayRunInTheForegroundOrNot() {
        Diagnosis diagnosis = shell("trap stop TERM; nginx & wait", catches("IT"))
                .child("nginx", catches("HIQT"))
                .diagnosis();

        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.Sits("2 nginx", true));
        assertThat(diagnosis.verdict().expectation()).isEqualTo(Expectation.PERHAPS);
    }

    @Test
    void aShellThatLeavesAtOnceTakesItsBackgroundChildrenAlong() {
        Diagnosis diagnosis = shell("trap exit TERM; ./server & wait", catches("IT"))
                .child("server", catches("T").and(ignores("IQ")))
                .diagnosis();

        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.Leaves("1 sh", List.of("2 server"), false));
        assertThat(diagnosis.advice().getFirst().kind()).isEqualTo(Advice.Kind.TRAP);
    }

    @Test
    void aWrappedServerBehindAnInitIsKilledWithTheShellThatDies() {
        Diagnosis diagnosis = Case.of("tini", NONE, "tini", "--", "sh")
                .child("sh", catches("I"), "sh", "run.sh")
                .below("java", catches("HIQT"), "java", "-jar", "a.jar")
                .diagnosis();

        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.Leaves("2 sh", List.of("3 java"), true));
        assertThat(diagnosis.verdict().expectation()).isEqualTo(Expectation.LOSES);
        assertThat(diagnosis.isGood()).isFalse();
    }

    @Test
    void behindAnInitTheDefaultActionEnds() {
        Diagnosis diagnosis = Case.of("docker-init", NONE, "/sbin/docker-init")
                .child("python3", catches("I"), "python3", "a.py")
                .diagnosis();

        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.EndsAtOnce("2 python3"));
        assertThat(diagnosis.isGood()).isTrue();
    }

    @Test
    void runsvdirLosesItsServices() {
        Diagnosis diagnosis = Case.of("runsvdir", catches("HT"), "runsvdir", "/etc/service")
                .child("runsv", catches("T"))
                .below("nginx", catches("HIQT"))
                .diagnosis();

        assertThat(diagnosis.verdict())
                .isEqualTo(new Verdict.Leaves("1 runsvdir", List.of("2 runsv", "3 nginx"), true));
        assertThat(diagnosis.advice().getFirst().kind()).isEqualTo(Advice.Kind.BEFORE);
    }

    @Test
    void innerTimeoutsComeOutOfTheEnvironment() {
        Case s6 =
                Case.of("s6-svscan", catches("T"), "s6-svscan", "/run/service").child("s6-supervise", catches("T"));

        assertThat(s6.diagnosis().verdict()).isEqualTo(new Verdict.CutShort("S6Overlay", Duration.ofSeconds(11)));
        assertThat(s6.within(Duration.ofSeconds(12)).diagnosis().verdict().kind())
                .isEqualTo("Forwards");
        Setup longer = new Setup(
                List.of(),
                List.of(),
                Map.of("S6_KILL_GRACETIME", "60000"),
                false,
                Setup.PidNamespace.OWN,
                "no",
                false,
                Setup.Manager.COMPOSE);
        Diagnosis cut = s6.setup(longer).diagnosis();
        assertThat(cut.verdict()).isEqualTo(new Verdict.CutShort("S6Overlay", Duration.ofSeconds(68)));
        assertThat(cut.advice().getFirst().lines()).containsExactly("stop_grace_period: 70s");
    }

    @Test
    void aDeafnessOfAYoungProcessDoesNotCountYet() {
        Case young = Case.of("python3", NONE, "python3", "a.py").age(Duration.ofSeconds(9));

        assertThat(young.diagnosis().verdict()).isEqualTo(new Verdict.NotSureYet(Duration.ofSeconds(9)));
        assertThat(young.diagnosis().isGood()).isFalse();
        assertThat(young.ready().diagnosis().verdict().kind()).isEqualTo("Killed");
        assertThat(Case.of("server", catches("T"))
                        .age(Duration.ofSeconds(1))
                        .diagnosis()
                        .isGood())
                .isTrue();
    }

    @Test
    void aHandlerThatNeverHelpedIsSaidToBeWithoutEffect() {
        Case node = Case.of("node", catches("IT"), "node", "a.js");

        Diagnosis observed = node.past(KILLED_THOUGH_HEARD, KILLED_THOUGH_HEARD).diagnosis();

        assertThat(observed.verdict()).isEqualTo(new Verdict.WithoutEffect(2, 2));
        assertThat(observed.verdict().certainty()).isEqualTo(Certainty.OBSERVED);
        assertThat(observed.advice()).extracting(Advice::kind).contains(Advice.Kind.INIT);
        assertThat(node.past(KILLED_THOUGH_HEARD).diagnosis().verdict().kind()).isEqualTo("LooksOnly");
        assertThat(node.past(KILLED_THOUGH_HEARD, ENDED).diagnosis().verdict().kind())
                .isEqualTo("LooksOnly");
    }

    @Test
    void aTrapThatMayBeReachedAndNeverHelpedIsNotReached() {
        Diagnosis diagnosis = shell("trap stop TERM; nginx; true", catches("IT"))
                .child("nginx", catches("HIQT"))
                .past(KILLED_THOUGH_HEARD, KILLED_THOUGH_HEARD)
                .diagnosis();

        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.Sits("2 nginx", false));
    }

    @Test
    void whatEndedByItselfBeforeIsExpectedToAgain() {
        assertThat(Case.of("node", catches("IT"), "node", "a.js")
                        .past(ENDED)
                        .diagnosis()
                        .verdict())
                .isEqualTo(new Verdict.Ends(Certainty.OBSERVED));
    }

    @Test
    void withoutAPidNamespaceTheDefaultActionEndsAndItIsSaid() {
        Diagnosis diagnosis =
                Case.of("sleep", NONE, "sleep", "100").sharingPids().diagnosis();

        assertThat(diagnosis.verdict().kind()).isEqualTo("EndsAtOnce");
        assertThat(diagnosis.notes()).anyMatch(note -> note.contains("no PID namespace of its own"));
    }

    @Test
    void whatCannotBeReadIsUnknownAndSaysWhy() {
        assertThat(Case.of("server", UNREADABLE).diagnosis().verdict().expectation())
                .isEqualTo(Expectation.UNKNOWN);
        Diagnosis away = Diagnosis.of(Facts.unreadable("orders", "no cat", StopDefaults.DOCKER, Setup.NONE));
        assertThat(away.verdict()).isEqualTo(new Verdict.Unknown("no cat"));
        assertThat(away.isGood()).isFalse();
    }

    @Test
    void aSignalThatCutsWorkIsReplacedByTheProfiles() {
        Diagnosis diagnosis =
                Case.of("nginx", catches("HIQT"), "nginx: master process nginx").diagnosis();

        assertThat(diagnosis.advice().getFirst().lines()).containsExactly("STOPSIGNAL SIGQUIT");
        assertThat(diagnosis.fit()).contains(new GraceFit(Duration.ofSeconds(60), Duration.ofSeconds(10)));
        assertThat(diagnosis.advice().getLast().lines()).containsExactly("docker run --stop-timeout 60");
    }

    @Test
    void aSignalThatItIsDeafToIsNoReplacement() {
        Diagnosis diagnosis = Case.of("python3", catches("I"), "python3", "a.py")
                .stoppedBy(Signal.INT)
                .diagnosis();

        assertThat(diagnosis.advice()).noneMatch(a -> a.kind() == Advice.Kind.STOP_SIGNAL);
    }

    @Test
    void thePolicyInForceIsWhatMustFit() {
        StopSettings policy = StopSettings.builder()
                .gracePeriod(Duration.ofSeconds(20))
                .drainDelay(Duration.ofSeconds(5))
                .build();

        assertThat(Case.of("server", catches("T")).settings(policy).diagnosis().fit())
                .contains(new GraceFit(Duration.ofSeconds(25), Duration.ofSeconds(10)));
    }

    @Test
    void aHandlerThatHelpedOnlySometimesIsSaidToBeWithoutEffectSoOften() {
        Case server = Case.of("server", catches("T"));
        Diagnosis twice =
                server.past(ENDED, KILLED_THOUGH_HEARD, KILLED_THOUGH_HEARD).diagnosis();
        assertThat(twice.verdict()).isEqualTo(new Verdict.WithoutEffect(2, 3));
        assertThat(twice.verdict().expectation()).isEqualTo(Expectation.PERHAPS);
        assertThat(twice.notes()).contains("A heard signal was without effect in 2 of the last 3 stops.");

        Diagnosis once = server.past(ENDED, KILLED_THOUGH_HEARD).diagnosis();
        assertThat(once.verdict().kind()).isEqualTo("Ends");
        assertThat(once.notes()).contains("A heard signal was without effect in 1 of the last 2 stops.");
    }

    @Test
    void aPolicyIsToldByItsStepsAndProposesNoOther() {
        StopSettings policy =
                StopSettings.builder().gracePeriod(Duration.ofSeconds(20)).build();

        Diagnosis diagnosis = shell("server; true", NONE)
                .child("server", catches("T"))
                .settings(policy)
                .diagnosis();

        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.Wrapped(List.of("2 server")));
        Prospect prospect = diagnosis.byPolicy().orElseThrow();
        assertThat(prospect.expectation()).isEqualTo(Expectation.ENDS);
        assertThat(prospect.words()).isEqualTo("ends by itself after SIGTERM");
        assertThat(prospect.steps()).extracting(StepRecord::signal).containsExactly(Signal.TERM, Signal.KILL);
        assertThat(prospect.steps().getFirst().to()).containsExactly("2 server");
        assertThat(prospect.longest()).isEqualTo(Duration.ofSeconds(20));
        assertThat(diagnosis.isGood()).isTrue();
        assertThat(diagnosis.proposal()).isEmpty();
    }

    @Test
    void aLaterStepThatIsHeardIsTheOneThatEndsIt() {
        StopSettings policy = StopSettings.builder()
                .gracePeriod(Duration.ofSeconds(20))
                .escalation(EscalationStep.at(Duration.ofSeconds(5), Signal.INT))
                .build();

        Prospect prospect = Case.of("python3", catches("I"), "python3", "a.py")
                .settings(policy)
                .diagnosis()
                .byPolicy()
                .orElseThrow();

        assertThat(prospect.words()).isEqualTo("ends by itself after SIGINT at 5s");
        assertThat(prospect.steps()).extracting(StepRecord::delivery).contains(StepRecord.Result.UNDELIVERABLE);
    }

    @Test
    void aPolicyThatDoesNotHelpIsSaidToNeedMore() {
        StopSettings policy =
                StopSettings.builder().gracePeriod(Duration.ofSeconds(20)).build();

        Diagnosis diagnosis =
                Case.of("python3", NONE, "python3", "a.py").settings(policy).diagnosis();

        assertThat(diagnosis.byPolicy().orElseThrow().words()).isEqualTo("killed after 20s: no step ends it");
        assertThat(diagnosis.isGood()).isFalse();
        assertThat(diagnosis.advice()).anyMatch(a -> a.words().startsWith("The policy for it does not help"));
        StopSettings skipping = StopSettings.builder()
                .profile("Python")
                .gracePeriod(Duration.ofSeconds(20))
                .onUndeliverable(OnUndeliverable.SKIP)
                .build();
        Diagnosis skipped =
                Case.of("python3", NONE, "python3", "a.py").settings(skipping).diagnosis();
        assertThat(skipped.byPolicy().orElseThrow().words())
                .startsWith("killed after ")
                .doesNotContain("20s");
        assertThat(skipped.proposal()).as("it says so already").isEmpty();
    }

    @Test
    void whoWasStartedByDockerExecIsSaidNotToBeAsked() {
        Diagnosis diagnosis =
                Case.of("server", catches("T")).beside("sh", catches("T")).diagnosis();

        assertThat(diagnosis.notes())
                .anyMatch(note ->
                        note.contains("2 sh (an exec session or a health check); the handler of 2 sh never runs"));
    }

    @Test
    void bashAndSigintIsNoHearing() {
        Diagnosis diagnosis = shell("while :; do sleep 1; done", catches("I"))
                .stoppedBy(Signal.INT)
                .diagnosis();

        assertThat(diagnosis.verdict()).isEqualTo(new Verdict.GoesOn(Sentences.SHELL_SHRUGS));
    }
}
