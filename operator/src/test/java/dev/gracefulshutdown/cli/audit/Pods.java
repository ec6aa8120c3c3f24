package dev.gracefulshutdown.cli.audit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Pods as a cluster shows them. */
final class Pods {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Pods() {}

    /** A running one of one container; both in YAML's flow style without braces. */
    static Pod running(String name, String metadata, String spec, String container, String status) {
        return YAML.unmarshal(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: shop, creationTimestamp: "2026-01-01T00:00:00Z"%s}
                spec: {containers: [{name: app, image: a%s}]%s}
                status:
                  phase: Running
                  conditions: [{type: Ready, status: "True"}]
                  containerStatuses: [{name: app, image: a, imageID: a, ready: true, restartCount: 0, state: {running: {}}%s}]
                """.formatted(name, more(metadata), more(container), more(spec), more(status)), Pod.class);
    }

    static PodView view(String spec, String container, String status) {
        return new PodView(running("web", "", spec, container, status));
    }

    static Pod owned(String name, String kind, String owner) {
        return running(
                name,
                "labels: {app: web, pod-template-hash: x}, ownerReferences: [{apiVersion: apps/v1, kind: " + kind
                        + ", name: " + owner + ", uid: u, controller: true}]",
                "",
                "",
                "");
    }

    private static String more(String flow) {
        return flow.isEmpty() ? "" : ", " + flow;
    }
}
