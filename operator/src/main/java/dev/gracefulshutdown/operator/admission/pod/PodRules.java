package dev.gracefulshutdown.operator.admission.pod;

import java.time.Duration;

/**
 * What a pod may be given in its namespace.
 *
 * @param handle the pod's own, which nobody can guess
 * @param port where the node's agent listens
 * @param security what the namespace enforces
 * @param most the longest {@code terminationGracePeriodSeconds}
 * @param holds whether the namespace may hold
 */
record PodRules(String handle, int port, PodSecurity security, Duration most, boolean holds) {}
