package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;

/**
 * How the engine alone stops a container.
 *
 * @param signal its effective stop signal
 * @param signalFrom who says so
 * @param timeout from the signal to SIGKILL
 * @param timeoutFrom who says so
 */
public record StopDefaults(Signal signal, Source signalFrom, Duration timeout, Source timeoutFrom) {
    /** Docker's own, where neither image nor container say anything. */
    public static final StopDefaults DOCKER =
            new StopDefaults(Signal.TERM, Source.ENGINE, Duration.ofSeconds(10), Source.ENGINE);

    /** For people; no engine shows another default than Docker's usual one, so that is an assumption. */
    public String timeoutWords() {
        return timeoutFrom == Source.ENGINE ? timeoutFrom.words() + ", assumed" : timeoutFrom.words();
    }

    /** Where a setting comes from. */
    public enum Source {
        /** {@code docker run --stop-signal} and {@code --stop-timeout}, Compose's {@code stop_signal} and {@code stop_grace_period}. */
        CONTAINER("Container", "the container's own"),
        /** {@code terminationGracePeriodSeconds}, which the API server sets to 30 where nobody does. */
        POD("Pod", "the pod's terminationGracePeriodSeconds"),
        /** The node's container runtime reports it ({@code status.containerStatuses[].stopSignal}). */
        RUNTIME("Runtime", "as the node's runtime reports"),
        /** Kubernetes' API does not show an image's {@code STOPSIGNAL}. */
        ASSUMED("Assumed", "assumed, the API does not show an image's STOPSIGNAL"),
        /** {@code STOPSIGNAL} of the Dockerfile. */
        IMAGE("Image", "the image's STOPSIGNAL"),
        /** Nobody set it; newer engines can have another timeout and don't show it. */
        ENGINE("Engine", "the engine's default");

        private final String label;
        private final String words;

        Source(String label, String words) {
            this.label = label;
            this.words = words;
        }

        /** As it stands in documents. */
        public String label() {
            return label;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }
}
