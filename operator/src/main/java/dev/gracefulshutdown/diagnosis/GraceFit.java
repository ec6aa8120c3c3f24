package dev.gracefulshutdown.diagnosis;

import java.time.Duration;

/**
 * Whether a ladder fits into the engine's own timeout, which is what {@code docker stop} by others and the engine's own
 * shutdown give it.
 *
 * @param needed drain delay and grace period
 * @param timeout the engine's
 */
public record GraceFit(Duration needed, Duration timeout) {
    /** Nothing is cut. */
    public boolean fits() {
        return needed.compareTo(timeout) <= 0;
    }
}
