package dev.gracefulshutdown.operator.restart;

import java.time.Instant;
import java.util.Comparator;

/** What a restart looks at in a pod. */
public record PodView(String name, String uid, Instant created, boolean ready, boolean terminating) {
    /** Those that aren't ready first; then a StatefulSet's by ordinal, as its own updates go, others by age. */
    static Comparator<PodView> order(boolean byOrdinal) {
        Comparator<PodView> order = Comparator.comparing(PodView::ready);
        return byOrdinal
                ? order.thenComparing(pod -> pod.ready() ? -pod.ordinal() : pod.ordinal())
                : order.thenComparing(PodView::created).thenComparing(PodView::name);
    }

    boolean available() {
        return ready && !terminating;
    }

    /** A StatefulSet's ordinal; 0 without one. */
    int ordinal() {
        String number = name.substring(name.lastIndexOf('-') + 1);
        return number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
    }
}
