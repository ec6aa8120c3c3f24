package dev.gracefulshutdown.local;

import dev.gracefulshutdown.api.DockerSelector;
import dev.gracefulshutdown.keeper.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * Which policies are for this host.
 *
 * @param policies these
 * @param complaints about the others
 */
record Residents(List<Policy> policies, List<String> complaints) {
    Residents {
        policies = List.copyOf(policies);
        complaints = List.copyOf(complaints);
    }

    /** @param hostName as the engine says it */
    static Residents of(List<Policy> all, String hostName) {
        List<Policy> here = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (Policy policy : all) {
            DockerSelector docker = policy.spec().docker();
            String host = docker == null ? null : docker.host();
            if (policy.spec().targetRef() != null) {
                complaints.add(label(policy)
                        + "spec.targetRef: is for Kubernetes, and is left out here; name containers under "
                        + "spec.docker");
            } else if (host != null && !host.equals(hostName)) {
                complaints.add(label(policy) + "spec.docker.host: is " + host + ", and this is " + hostName
                        + ": it is left out here; remove the field or run it there");
            } else {
                here.add(policy);
            }
        }
        return new Residents(here, complaints);
    }

    private static String label(Policy policy) {
        return policy.source() + ": policy " + policy.name() + ": ";
    }
}
