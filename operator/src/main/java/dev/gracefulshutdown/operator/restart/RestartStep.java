package dev.gracefulshutdown.operator.restart;

import java.util.List;

/** What comes next in a restart. */
public sealed interface RestartStep {
    /** These go, in this order. */
    record Next(List<PodView> pods) implements RestartStep {
        public Next {
            pods = List.copyOf(pods);
        }
    }

    /** Pods come or go: their events tell when to look again. */
    record Wait(String message) implements RestartStep {}

    /** A pod's containers could not be restarted. */
    record Failed(PodView pod) implements RestartStep {}

    /** Every pod is a new one, and ready. */
    record Done() implements RestartStep {}
}
