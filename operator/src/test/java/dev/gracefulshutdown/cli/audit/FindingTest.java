package dev.gracefulshutdown.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.file.ResourceFiles;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Expectation;
import dev.gracefulshutdown.diagnosis.Facts;
import dev.gracefulshutdown.diagnosis.Setup;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.SignalSet;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FindingTest {
    private static final String HOOK = "lifecycle: {preStop: {exec: {command: [stop-it]}}}";

    private static Finding finding(String container, SignalSet caught, Optional<Finding.Trouble> trouble) {
        PodView pod = Pods.view("terminationGracePeriodSeconds: 20", container, "");
        StopTerms terms = StopTerms.of(pod, pod.containers().getFirst());
        ProcessFacts main = new ProcessFacts(
                new ProcessKey(9, 0), 0, 1, "server", 'S', caught, SignalSet.NONE, SignalSet.NONE, false, true);
        Facts facts = new Facts(
                "app",
                new Reading(9, 60_000, trouble.isPresent() ? List.of() : List.of(main)),
                false,
                trouble.map(Finding.Trouble::why).orElse(""),
                Map.of(),
                terms.stop(),
                new Setup(
                        List.of(),
                        List.of(),
                        Map.of(),
                        false,
                        Setup.PidNamespace.OWN,
                        "no",
                        false,
                        Setup.Manager.KUBERNETES),
                Optional.empty(),
                List.of());
        return new Finding("app", false, "web", terms, Diagnosis.of(facts), trouble, List.of());
    }

    private static Finding deaf(String container) {
        return finding(container, SignalSet.NONE, Optional.empty());
    }

    private static Finding polite() {
        return finding("", SignalSet.of(Signal.TERM), Optional.empty());
    }

    private static Finding forbidden() {
        return finding("", SignalSet.NONE, Optional.of(new Finding.Trouble(true, "forbidden")));
    }

    private static Report report(Finding... findings) {
        Workload workload = new Workload(new Workload.Id("shop", "apps/v1", "Deployment", "web"), List.of());
        return new Report(List.of(new Report.Of(workload, List.of(findings), Optional.empty())), List.of());
    }

    @Test
    void aDeafOneIsKilledAfterThePodsGrace() {
        assertThat(deaf("").today()).isEqualTo("killed after 20s: nobody hears");
        assertThat(deaf("").expectation()).isEqualTo(Expectation.KILLED);
    }

    @Test
    void anOwnHookMayEndWhatDoesNotHear() {
        assertThat(deaf(HOOK).today()).isEqualTo("killed after 20s unless its preStop hook ends it: nobody hears");
        assertThat(deaf(HOOK).expectation()).isEqualTo(Expectation.PERHAPS);
    }

    @Test
    void theExitCodeFollowsStops() {
        assertThat(report(polite(), deaf("")).exitCode(false)).isZero();
        assertThat(report(polite(), deaf("")).exitCode(true)).isEqualTo(3);
        assertThat(report(polite(), deaf(HOOK)).exitCode(true)).isZero();
        assertThat(report(deaf(""), forbidden()).exitCode(true)).isEqualTo(1);
        assertThat(report().exitCode(true)).isZero();
    }

    @Test
    void shutOutIsWhoMayLookIntoNothing() {
        assertThat(report(forbidden(), forbidden()).isShutOut()).isTrue();
        assertThat(report(forbidden(), polite()).isShutOut()).isFalse();
        assertThat(report(polite()).isShutOut()).isFalse();
    }

    @Test
    void adviceIsInKubernetesWords() {
        assertThat(deaf("").advice().toString())
                .contains("shareProcessNamespace: true")
                .doesNotContain("docker");
        assertThat(forbidden().advice().getFirst().lines())
                .containsExactly("kubectl debug -it web --image=busybox --target=app -- cat /proc/1/status");
    }

    private static Optional<String> policy(String apiVersion, String kind, String name, Pod pod, Finding... findings) {
        Optional<String> policy = PolicyText.of(
                new Workload(new Workload.Id("shop", apiVersion, kind, name), List.of(pod)), List.of(findings));
        policy.ifPresent(
                text -> assertThat(ResourceFiles.parse(Path.of("policy"), text).problems())
                        .isEmpty());
        return policy;
    }

    @Test
    void aPolicyNamesTheWorkloadAndIsValid() {
        Pod pod = Pods.owned("web-1", "ReplicaSet", "web");

        assertThat(policy("apps/v1", "Deployment", "web.shop", pod, deaf("")).orElseThrow())
                .contains("name: web-shop, namespace: shop")
                .contains("targetRef: {apiVersion: apps/v1, kind: Deployment, name: web.shop}")
                .contains("onUndeliverable: Skip");
        assertThat(policy("apps/v1", "Deployment", "web", pod, deaf(""), polite())
                        .orElseThrow())
                .contains("containers:\n  - {name: app, onUndeliverable: Skip}");
        assertThat(policy("apps/v1", "Deployment", "web", pod, polite())).isEmpty();
    }

    @Test
    void whatAPolicyCanNotNameIsSelectedByLastingLabels() {
        Pod pod = Pods.owned("web-1", "ReplicaSet", "web");

        assertThat(policy("argoproj.io/v1alpha1", "Rollout", "web", pod, deaf(""))
                        .orElseThrow())
                .contains("selector: {matchLabels: {app: \"web\"}}");
        assertThat(policy("v1", Workload.Id.STATIC_POD, "etcd", pod, deaf(""))).isEmpty();
    }
}
