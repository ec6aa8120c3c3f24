package dev.gracefulshutdown.handover;

import dev.gracefulshutdown.api.Api;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec.Origin;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that the agent of the pod's node carries out in place: what the operator writes on a {@code Shutdown} for it.
 * The label lets an agent watch what concerns its own node alone. What makes it act is a condition in the status, which
 * whoever may write a Shutdown can't write.
 */
public final class InPlace {
    /** The node, on requests and records alike. */
    public static final String NODE = Api.GROUP + "/node";

    /** The pod that is meant, written before anything is done. */
    public static final String POD_UID = Api.GROUP + "/pod-uid";

    /** The condition that gives a request to an agent. */
    public static final String HAND_OVER = "HandOver";

    /** Its reason until the agent has taken it. */
    public static final String AWAITED = "AgentAwaited";

    /** Its reason from then on. */
    public static final String ACTS = "AgentActs";

    private static final Set<String> HANDED_OUT = Set.of(AWAITED, ACTS);

    private static final int LONGEST_LABEL = 63;

    private InPlace() {}

    /** A node's name as a label's value: names may be longer (Kubernetes, "Labels and Selectors"). */
    public static String label(String node) {
        return node.length() <= LONGEST_LABEL
                ? node
                : UUID.nameUUIDFromBytes(node.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The uid of the pod that a request is for, once that is decided. */
    public static Optional<String> podUid(Shutdown request) {
        Map<String, String> annotations = request.getMetadata().getAnnotations();
        return Optional.ofNullable(annotations == null ? null : annotations.get(POD_UID));
    }

    /** The node that it concerns, as {@link #label} has it; empty for none. */
    public static String node(Shutdown shutdown) {
        Map<String, String> labels = shutdown.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(NODE, "");
    }

    /** Whether the operator has given it to an agent. */
    public static boolean isHandedOut(Shutdown shutdown) {
        ShutdownStatus status = shutdown.getStatus();
        return isRequested(shutdown)
                && status != null
                && status.conditions() != null
                && status.conditions().stream()
                        .anyMatch(it -> it.getType().equals(HAND_OVER) && HANDED_OUT.contains(it.getReason()));
    }

    /** Whether a node's agent is to carry it out, or does. */
    public static boolean isTurnOf(String node, Shutdown shutdown) {
        return node(shutdown).equals(label(node)) && isHandedOut(shutdown);
    }

    /** Whether it is one that somebody asked for, and no record. */
    public static boolean isRequested(Shutdown shutdown) {
        return shutdown.getSpec().origin() != Origin.OBSERVED;
    }

    /** How far it is. */
    public static Phase phase(Shutdown shutdown) {
        ShutdownStatus status = shutdown.getStatus();
        return Objects.requireNonNullElse(status == null ? null : status.phase(), Phase.PENDING);
    }

    /** The containers that it names; empty for all but sidecars. */
    public static List<String> named(Shutdown request) {
        @Nullable List<String> named = request.getSpec().containers();
        return named == null ? List.of() : named;
    }

    /** Whether a Hold is to end. */
    public static boolean isReleased(Shutdown shutdown) {
        return Boolean.TRUE.equals(shutdown.getSpec().release());
    }
}
