package dev.gracefulshutdown.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks on at the pods of one {@code app}: who was there, who was asked to go in which order, and how few were available. */
final class PodHistory implements ResourceEventHandler<Pod>, AutoCloseable {
    private final SharedIndexInformer<Pod> informer;
    private final Map<String, Pod> present = new HashMap<>();
    private final Set<String> seen = new LinkedHashSet<>();
    private final List<String> ending = new ArrayList<>();
    private final Set<String> endingUids = new LinkedHashSet<>();
    private int fewest = Integer.MAX_VALUE;

    PodHistory(KubernetesClient client, String namespace, String app) {
        informer = client.pods().inNamespace(namespace).withLabel("app", app).inform(this);
        fewest = available();
    }

    @Override
    public synchronized void onAdd(Pod pod) {
        see(pod);
    }

    @Override
    public synchronized void onUpdate(Pod before, Pod pod) {
        see(pod);
    }

    @Override
    public synchronized void onDelete(Pod pod, boolean unknown) {
        ends(pod);
        present.remove(pod.getMetadata().getUid());
        fewest = Math.min(fewest, available());
    }

    private void see(Pod pod) {
        seen.add(pod.getMetadata().getUid());
        present.put(pod.getMetadata().getUid(), pod);
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            ends(pod);
        }
        fewest = Math.min(fewest, available());
    }

    private void ends(Pod pod) {
        if (endingUids.add(pod.getMetadata().getUid())) {
            ending.add(pod.getMetadata().getName());
        }
    }

    private synchronized int available() {
        return (int) present.values().stream().filter(Place::isAvailable).count();
    }

    /** The UIDs of all pods that there ever were. */
    synchronized Set<String> seen() {
        return Set.copyOf(seen);
    }

    /** The UIDs of those that were asked to go. */
    synchronized Set<String> ended() {
        return Set.copyOf(endingUids);
    }

    /** Their names, in order. */
    synchronized List<String> order() {
        return List.copyOf(ending);
    }

    /** The least that were available at any time since this history began. */
    synchronized int fewest() {
        return fewest;
    }

    @Override
    public void close() {
        informer.stop();
    }
}
