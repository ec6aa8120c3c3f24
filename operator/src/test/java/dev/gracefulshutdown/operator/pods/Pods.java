package dev.gracefulshutdown.operator.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Pods as the API server tells them. */
final class Pods {
    private Pods() {}

    static Pod pod(String spec) {
        return Serialization.unmarshal("""
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web-1
                  namespace: shop
                  uid: u
                  creationTimestamp: "2026-01-01T00:00:00Z"
                  labels: {app: web}
                  annotations: {team: shop}
                  managedFields: [{manager: kubelet, operation: Update}]
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d, uid: r, controller: true}]
                spec: %s
                status:
                  phase: Running
                  podIP: 10.0.0.1
                  conditions: [{type: PodScheduled, status: "True"}, {type: Ready, status: "True"}]
                  containerStatuses:
                  - {name: main, ready: true, restartCount: 3, imageID: big, state: {running: {startedAt: "2026-01-01T00:00:01Z"}}}
                """.formatted(spec), Pod.class);
    }
}
