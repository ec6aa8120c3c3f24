package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.PolicyRef;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec.Cause;
import dev.gracefulshutdown.handover.PodContainers;
import dev.gracefulshutdown.matching.EffectivePolicy;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose shutdown it is: one container of one pod. What the journal has to know of it after a crash of ours.
 *
 * @param record the name of the record that this becomes a part of
 * @param cause why it ends, as far as the pod told when it began
 * @param handOver whether the kubelet asked first
 * @param policy the one that held when it began
 * @param request the uid of the request that it carries out; empty where the kubelet began it
 */
record Subject(
        String namespace,
        String pod,
        String podUid,
        String container,
        String containerId,
        String record,
        Cause cause,
        boolean handOver,
        Optional<PolicyRef> policy,
        Optional<String> request) {
    private static final int LONGEST_NAME = 253;

    /** Whose record it is: one for all containers of the pod that end together. */
    String key() {
        return namespace + "/" + record;
    }

    /** Unique among the shutdowns of this node. */
    String id() {
        return namespace + "/" + pod + "/" + container + "/" + containerId;
    }

    Map<String, String> notes() {
        Map<String, String> notes = new HashMap<>(Map.of(
                "namespace", namespace,
                "pod", pod,
                "podUid", podUid,
                "container", container,
                "record", record,
                "cause", cause.name(),
                "handOver", Boolean.toString(handOver)));
        request.ifPresent(uid -> notes.put("request", uid));
        policy.ifPresent(it -> {
            notes.put("policyKind", it.kind());
            notes.put("policyName", it.name());
            put(notes, "policyNamespace", it.namespace());
            put(notes, "policyUid", it.uid());
            put(
                    notes,
                    "policyGeneration",
                    it.generation() == null ? null : it.generation().toString());
        });
        return notes;
    }

    private static void put(Map<String, String> notes, String key, @Nullable String value) {
        if (value != null) {
            notes.put(key, value);
        }
    }

    /** As {@link #notes} told it; empty for a journal of somebody else's. */
    static Optional<Subject> of(String containerId, Map<String, String> notes) {
        if (!notes.containsKey("podUid")) {
            return Optional.empty();
        }
        return Optional.of(new Subject(
                get(notes, "namespace"),
                get(notes, "pod"),
                get(notes, "podUid"),
                get(notes, "container"),
                containerId,
                get(notes, "record"),
                Cause.valueOf(notes.getOrDefault("cause", Cause.UNKNOWN.name())),
                Boolean.parseBoolean(notes.get("handOver")),
                policy(notes),
                Optional.ofNullable(notes.get("request"))));
    }

    private static Optional<PolicyRef> policy(Map<String, String> notes) {
        String generation = notes.get("policyGeneration");
        return Optional.ofNullable(notes.get("policyName"))
                .map(name -> new PolicyRef(
                        get(notes, "policyKind"),
                        notes.get("policyNamespace"),
                        name,
                        notes.get("policyUid"),
                        generation == null ? null : Long.valueOf(generation)));
    }

    private static String get(Map<String, String> notes, String key) {
        return Objects.requireNonNull(notes.get(key), key);
    }

    /** A container of a pod. The record is the pod's, whichever of its containers comes first. */
    static Subject of(Pod pod, String container, String containerId, boolean handOver, EffectivePolicy policy) {
        String uid = pod.getMetadata().getUid();
        List<String> runs = PodContainers.all(pod)
                .map(Container::getName)
                .map(name -> name.equals(container)
                        ? containerId
                        : PodContainers.id(pod, name).orElse(""))
                .toList();
        return new Subject(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                uid,
                container,
                containerId,
                record(pod.getMetadata().getName(), uid, runs),
                Causes.of(pod),
                handOver,
                Optional.of(policy.source()),
                Optional.empty());
    }

    /** A container of the pod that a request is for. */
    static Subject of(Pod pod, String container, String containerId, Shutdown request, Optional<PolicyRef> policy) {
        return new Subject(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                container,
                containerId,
                request.getMetadata().getName(),
                Cause.UNKNOWN,
                false,
                policy,
                Optional.of(request.getMetadata().getUid()));
    }

    /**
     * A name that comes out the same after a crash, and another one when a container was started again in between: of the pod,
     * and of the runs of all of its containers.
     */
    private static String record(String pod, String podUid, List<String> runs) {
        String hash = "%08x".formatted(Objects.hash(podUid, runs));
        int room = LONGEST_NAME - hash.length() - 1;
        return (pod.length() > room ? pod.substring(0, room) : pod) + "-" + hash;
    }
}
