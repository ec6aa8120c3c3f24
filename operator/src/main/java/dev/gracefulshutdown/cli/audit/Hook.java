package dev.gracefulshutdown.cli.audit;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What runs before the stop signal: a {@code preStop} hook, within the grace period. */
sealed interface Hook {
    /** Nothing. */
    record None() implements Hook {}

    /** The kubelet waits, even when the container has ended meanwhile. */
    record Sleep(Duration time) implements Hook {}

    /** A command or a call: it may end the container by itself, and takes what it takes. */
    record Own(String what) implements Hook {}

    static Hook of(Container container) {
        return Optional.ofNullable(container.getLifecycle())
                .map(Lifecycle::getPreStop)
                .map(Hook::of)
                .orElseGet(None::new);
    }

    private static Hook of(LifecycleHandler handler) {
        if (handler.getSleep() != null) {
            return new Sleep(Duration.ofSeconds(
                    Objects.requireNonNullElse(handler.getSleep().getSeconds(), 0L)));
        }
        if (handler.getExec() != null) {
            return new Own("exec: " + String.join(" ", handler.getExec().getCommand()));
        }
        return handler.getHttpGet() != null
                ? new Own("httpGet " + handler.getHttpGet().getPath())
                : new None();
    }
}
