package dev.gracefulshutdown.operator;

import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.health.EventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.Status;
import java.util.function.Predicate;

/**
 * Whether all watches are in step. Those of a namespace that can't be read are tried again and again, and excused meanwhile: it
 * is told by other means, and the others are served.
 */
record WatchHealth(Predicate<String> readable) {
    boolean isInStep(RuntimeInfo operator) {
        return operator.unhealthyEventSources().values().stream()
                .flatMap(sources -> sources.values().stream())
                .allMatch(this::isExcused);
    }

    private boolean isExcused(EventSourceHealthIndicator source) {
        return source instanceof InformerWrappingEventSourceHealthIndicator<?> several
                && several.informerHealthIndicators().values().stream()
                        .allMatch(it -> it.getStatus() == Status.HEALTHY || isExcused(it));
    }

    private boolean isExcused(InformerHealthIndicator watch) {
        return watch.isRunning() && !readable.test(watch.getTargetNamespace());
    }
}
