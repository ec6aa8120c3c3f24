package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.gracefulshutdown.api.Shutdown;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AgentJsonTest {
    private static final String POD = """
            {"kind": "Pod", "apiVersion": "v1",
             "metadata": {"name": "p", "labels": {"app": "p"}, "managedFields": [{"manager": "kubelet"}],
               "ownerReferences": [{"kind": "ReplicaSet", "name": "r", "uid": "u", "controller": true}]},
             "spec": {"volumes": [{"name": "v", "emptyDir": {}}], "affinity": {}, "terminationGracePeriodSeconds": 30,
               "containers": [{"name": "main", "image": "i", "command": ["sh"], "env": [{"name": "A", "value": "B"}],
                 "lifecycle": {"stopSignal": "SIGQUIT", "preStop": {"httpGet": {"path": "/stop", "port": 9471}}},
                 "livenessProbe": {"terminationGracePeriodSeconds": 5}}]},
             "status": {"podIP": "10.0.0.1", "containerStatuses": [{"name": "main", "containerID": "containerd://abc",
               "imageID": "sha256:1", "ready": true, "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"}}}]}}
            """;

    private final KubernetesSerialization json = AgentJson.create();

    @Test
    void whatNobodyLooksAtIsNotKept() {
        assertThat(json.asJson(json.unmarshal(POD, Pod.class)))
                .doesNotContain(
                        "managedFields",
                        "volumes",
                        "affinity",
                        "image",
                        "command",
                        "env",
                        "podIP",
                        "imageID",
                        "sha256");
    }

    @Test
    void whatIsLookedAtIs() {
        Pod pod = json.unmarshal(POD, Pod.class);
        assertThat(pod.getMetadata().getLabels()).containsEntry("app", "p");
        assertThat(pod.getMetadata().getOwnerReferences().getFirst().getController())
                .isTrue();
        assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(30);
        Container main = pod.getSpec().getContainers().getFirst();
        assertThat(main.getLifecycle().getStopSignal()).isEqualTo("SIGQUIT");
        assertThat(main.getLifecycle().getPreStop().getHttpGet().getPort().getIntVal())
                .isEqualTo(9471);
        assertThat(main.getLivenessProbe().getTerminationGracePeriodSeconds()).isEqualTo(5);
        ContainerStatus status = pod.getStatus().getContainerStatuses().getFirst();
        assertThat(status.getContainerID()).isEqualTo("containerd://abc");
        assertThat(status.getReady()).isTrue();
        assertThat(status.getState().getRunning().getStartedAt()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void aWatchTellsOfPodsAsPodsAndOfKindsThatNobodyNamedAllTheSame() {
        assertThat(event(POD).getObject()).isInstanceOf(Pod.class);
        assertThat(event("{\"kind\": \"Widget\", \"apiVersion\": \"example.org/v1\"}")
                        .getObject())
                .isInstanceOf(GenericKubernetesResource.class);
    }

    @Test
    void whatIsWrittenIsWhole() {
        Shutdown record = new Shutdown();
        record.setMetadata(new ObjectMetaBuilder()
                .withName("s")
                .withNamespace("n")
                .withUid("u")
                .withResourceVersion("1")
                .addToAnnotations("a", "b")
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName("p")
                        .withUid("v")
                        .withBlockOwnerDeletion(false)
                        .build())
                .build());
        assertThat(json.asJson(record)).isEqualTo(new KubernetesSerialization().asJson(record));
    }

    @Test
    void theAgentAsksAPodForNothingThatItHasNotRead() {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(Stream.of("agent", "handover", "matching", "plan", "policies")
                        .map("dev.gracefulshutdown."::concat)
                        .toArray(String[]::new));
        assertThat(classes.stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .filter(AgentJsonTest::asksForMore)
                        .map(JavaMethodCall::getDescription))
                .isEmpty();
        assertThat(classes.stream()
                        .flatMap(type -> type.getMethodReferencesFromSelf().stream())
                        .filter(reference -> asksForMore(
                                reference.getTargetOwner().getName(),
                                reference.getTarget().getName()))
                        .map(reference -> reference.getDescription()))
                .isEmpty();
    }

    private static boolean asksForMore(JavaMethodCall call) {
        return asksForMore(call.getTargetOwner().getName(), call.getTarget().getName());
    }

    private static boolean asksForMore(String owner, String method) {
        return method.startsWith("get")
                && AgentJson.PROPERTIES.entrySet().stream()
                        .filter(each -> each.getKey().getName().equals(owner))
                        .map(each -> each.getValue())
                        .anyMatch(read -> !isOf(read, method.substring("get".length())));
    }

    private static boolean isOf(Set<String> properties, String property) {
        return properties.contains(property.substring(0, 1).toLowerCase(Locale.ROOT) + property.substring(1));
    }

    private WatchEvent event(String object) {
        return json.unmarshal("{\"type\": \"ADDED\", \"object\": " + object + "}", WatchEvent.class);
    }
}
