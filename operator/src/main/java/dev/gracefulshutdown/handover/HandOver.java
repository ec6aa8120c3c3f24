package dev.gracefulshutdown.handover;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over: a {@code preStop.httpGet} by which the kubelet asks the node's agent before it sends anything (Kubernetes,
 * "Container Lifecycle Hooks"). The path holds a handle that nobody can guess, and the pod's annotation tells the agent whose
 * it is.
 */
public final class HandOver {
    /** The pod's handle. */
    public static final String HANDLE = "gracefulshutdown.dev/handle";

    /** {@code terminationGracePeriodSeconds} as it was before it was raised, in seconds. */
    public static final String FORMER_GRACE = "gracefulshutdown.dev/former-grace-period-seconds";

    /** What was changed in the pod and why, for people. */
    public static final String CHANGES = "gracefulshutdown.dev/changes";

    /** Where agents listen unless told. */
    public static final int DEFAULT_PORT = 9471;

    /** Nobody but the node itself reaches it there. */
    public static final String HOST = "127.0.0.1";

    /** The first part of every hook's path. */
    public static final String PREFIX = "/stop/";

    private static final Duration KUBERNETES_DEFAULT = Duration.ofSeconds(30);

    private HandOver() {}

    /** The path that the kubelet calls for a container. */
    public static String path(String handle, String container) {
        return PREFIX + handle + "/" + container;
    }

    /** What a path says; empty when it is none of ours. */
    public static Optional<Call> parse(String path) {
        String[] parts =
                path.startsWith(PREFIX) ? path.substring(PREFIX.length()).split("/", -1) : new String[0];
        return parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()
                ? Optional.of(new Call(parts[0], parts[1]))
                : Optional.empty();
    }

    /** Whose hook was called. */
    public record Call(String handle, String container) {}

    /** Whether a container's hook is the hand-over. */
    public static boolean isPrepared(Container container) {
        return preStop(container)
                .map(LifecycleHandler::getHttpGet)
                .filter(HandOver::isOurs)
                .isPresent();
    }

    /** Whether a container has a hook of its own, which is not touched. */
    public static boolean hasOwnHook(Container container) {
        return preStop(container).isPresent() && !isPrepared(container);
    }

    private static boolean isOurs(HTTPGetAction call) {
        return HOST.equals(call.getHost())
                && call.getPath() != null
                && parse(call.getPath()).isPresent();
    }

    private static Optional<LifecycleHandler> preStop(Container container) {
        return Optional.ofNullable(container.getLifecycle()).map(Lifecycle::getPreStop);
    }

    /** A pod's handle. */
    public static Optional<String> handle(HasMetadata pod) {
        return annotation(pod, HANDLE);
    }

    /** What the pod's author gave it, whatever it was raised to since. */
    public static Duration grace(Pod pod) {
        return annotation(pod, FORMER_GRACE)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::parseLong)
                .or(() -> Optional.ofNullable(pod.getSpec().getTerminationGracePeriodSeconds()))
                .map(Duration::ofSeconds)
                .orElse(KUBERNETES_DEFAULT);
    }

    private static Optional<String> annotation(HasMetadata pod, String name) {
        @Nullable Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return Optional.ofNullable(Objects.requireNonNullElse(annotations, Map.<String, String>of())
                .get(name));
    }
}
