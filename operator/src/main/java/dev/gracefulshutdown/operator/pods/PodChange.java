package dev.gracefulshutdown.operator.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.Optional;

/**
 * A pod came, changed or went.
 *
 * @param before empty when it came
 * @param now empty when it went
 */
public record PodChange(Optional<Pod> before, Optional<Pod> now) {
    /** As it is, or was at last. */
    public Pod latest() {
        return now.or(() -> before).orElseThrow();
    }

    /** Whether anybody could see a difference. */
    boolean matters() {
        return before.isEmpty() || now.isEmpty() || LeanPods.differs(now.get(), before.get());
    }

    /** Whether another set of policies could hold for it, or none any more. */
    public boolean concernsMatching() {
        return before.isEmpty()
                || now.isEmpty()
                || LeanPods.isOver(now.get()) != LeanPods.isOver(before.get())
                || !Objects.equals(
                        now.get().getMetadata().getLabels(),
                        before.get().getMetadata().getLabels());
    }
}
