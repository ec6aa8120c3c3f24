package dev.gracefulshutdown.operator.lean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.operator.workload.WorkloadKind;
import dev.gracefulshutdown.operator.workload.WorkloadKinds;
import dev.gracefulshutdown.operator.workload.WorkloadType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeanObjectsTest {
    private static final String METADATA = """
            metadata:
              name: web
              namespace: shop
              resourceVersion: "7"
              generation: 2
              labels: {app: web}
              annotations:
                kubectl.kubernetes.io/last-applied-configuration: '{"much":"text"}'
                team: shop
              ownerReferences: [{apiVersion: v1, kind: Owner, name: o, uid: u, controller: true}]
              managedFields: [{manager: kubectl, operation: Apply, fieldsType: FieldsV1, fieldsV1: {"f:spec": {}}}]
            """;

    @Test
    void ofAWorkloadStaysWhatIsReadOfIt() {
        GenericKubernetesResource lean = LeanWorkloads.lean(workload("""
                apiVersion: apps/v1
                kind: DaemonSet
                spec:
                  replicas: 3
                  suspend: true
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {nodeSelector: {gracefulshutdown.dev/stopped: "true"}, containers: [{name: a, image: i}]}
                status:
                  observedGeneration: 2
                  desiredNumberScheduled: 4
                  conditions: [{type: Complete, status: "True", message: long, lastTransitionTime: "2026-01-01T00:00:00Z"}]
                """));

        assertThat(lean.<Integer>get("spec", "replicas")).isEqualTo(3);
        assertThat(lean.<Boolean>get("spec", "suspend")).isTrue();
        assertThat(lean.<Map<String, Object>>get("spec", "template"))
                .isEqualTo(Map.of("spec", Map.of("nodeSelector", Map.of("gracefulshutdown.dev/stopped", "true"))));
        assertThat(lean.<Integer>get("status", "observedGeneration")).isEqualTo(2);
        assertThat(lean.<List<?>>get("status", "conditions"))
                .isEqualTo(List.of(Map.of("type", "Complete", "status", "True")));
        assertThat(lean.getMetadata().getManagedFields()).isEmpty();
        assertThat(lean.getMetadata().getAnnotations()).isEqualTo(Map.of("team", "shop"));
        assertThat(lean.getMetadata().getOwnerReferences()).hasSize(1);
        assertThat(lean.getMetadata().getResourceVersion()).isEqualTo("7");
    }

    @Test
    void everyKindReadsTheSameOfALeanWorkload() {
        WorkloadKinds kinds = new WorkloadKinds(Set.of());
        List<String> specs = List.of(
                "spec: {replicas: 0}",
                "spec: {replicas: 3, template: {spec: {nodeSelector: {gracefulshutdown.dev/stopped: 'true'}}}}",
                "spec: {suspend: true, jobTemplate: {spec: {template: {spec: {containers: []}}}}}",
                "spec: {suspend: false, template: {spec: {nodeSelector: {a: b}}}}",
                "{spec: {}, status: {desiredNumberScheduled: 5, conditions: [{type: Failed, status: 'True', reason: r}]}}",
                "{spec: {template: {}}, status: {observedGeneration: 1, conditions: [{type: Complete, status: 'False'}]}}",
                "{}");
        for (String type : List.of("apps/v1/Deployment", "apps/v1/DaemonSet", "batch/v1/Job", "batch/v1/CronJob")) {
            int slash = type.lastIndexOf('/');
            WorkloadType named = new WorkloadType(type.substring(0, slash), type.substring(slash + 1));
            WorkloadKind kind = kinds.of(named).orElseThrow();
            for (String spec : specs) {
                GenericKubernetesResource whole = workload(spec);
                GenericKubernetesResource lean = LeanWorkloads.lean(workload(spec));

                assertThat(kind.isStopped(lean)).as(type + " " + spec).isEqualTo(kind.isStopped(whole));
                assertThat(kind.was(lean)).as(type + " " + spec).isEqualTo(kind.was(whole));
                assertThat(kind.desiredPods(lean, 2)).as(type + " " + spec).isEqualTo(kind.desiredPods(whole, 2));
            }
        }
    }

    @Test
    void onceLeanIsLean() {
        String spec = "spec: {replicas: 3, template: {spec: {nodeSelector: {a: b}, containers: []}}}";

        GenericKubernetesResource twice = LeanWorkloads.lean(LeanWorkloads.lean(workload(spec)));

        assertThat(twice).isEqualTo(LeanWorkloads.lean(workload(spec)));
    }

    @Test
    void ofAPolicyEverythingStaysButWhoWroteWhat() {
        GracefulShutdownPolicy whole = policy();
        GracefulShutdownPolicy lean = LeanResources.lean(policy());

        assertThat(lean.getSpec()).isEqualTo(whole.getSpec());
        assertThat(lean.getStatus()).isEqualTo(whole.getStatus());
        assertThat(lean.getMetadata().getLabels()).isEqualTo(whole.getMetadata().getLabels());
        assertThat(lean.getMetadata().getManagedFields()).isEmpty();
        assertThat(lean.getMetadata().getAnnotations()).isEqualTo(Map.of("team", "shop"));
    }

    @Test
    void conditionsThatSayTheSameShareTheirWords() {
        Condition one = condition(LeanResources.lean(policy()));
        Condition other = condition(LeanResources.lean(policy()));

        assertThat(one.getMessage()).isSameAs(other.getMessage());
        assertThat(one.getLastTransitionTime()).isSameAs(other.getLastTransitionTime());
    }

    private static Condition condition(GracefulShutdownPolicy policy) {
        return Objects.requireNonNull(policy.getStatus().conditions()).getFirst();
    }

    private static GracefulShutdownPolicy policy() {
        return Serialization.unmarshal("""
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                spec:
                  targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                  gracePeriod: 20s
                status:
                  observedGeneration: 2
                  conditions:
                  - {type: Ready, status: "True", reason: AsAsked, message: nothing is to be done, observedGeneration: 2,
                     lastTransitionTime: "2026-01-01T00:00:00Z"}
                """ + METADATA, GracefulShutdownPolicy.class);
    }

    private static GenericKubernetesResource workload(String fields) {
        GenericKubernetesResource workload = Serialization.unmarshal(METADATA, GenericKubernetesResource.class);
        GenericKubernetesResource rest = Serialization.unmarshal("---\n" + fields, GenericKubernetesResource.class);
        workload.setAdditionalProperties(rest.getAdditionalProperties());
        return workload;
    }
}
