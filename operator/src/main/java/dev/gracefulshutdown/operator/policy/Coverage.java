package dev.gracefulshutdown.operator.policy;

/** Whether new pods are prepared for their policies. */
@FunctionalInterface
public interface Coverage {
    /** Nobody prepares pods, so that nothing is to be waited for. */
    Coverage NOT_WAITED_FOR = namespace -> true;

    /** Whether the API server asks about new pods of a namespace by now. */
    boolean covers(String namespace);
}
