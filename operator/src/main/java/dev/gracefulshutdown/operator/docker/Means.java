package dev.gracefulshutdown.operator.docker;

import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the drivers of all hosts work with.
 *
 * @param policies those that are for Docker hosts
 * @param states what outlives us
 * @param news what a host's keeper says
 * @param records where shutdowns that are over go
 * @param mayDrive whether we lead, and know all policies
 * @param changed told which policies, by namespace and name, fare differently
 */
record Means(
        DockerPolicies policies,
        States states,
        Function<String, HostNews> news,
        HostRecords records,
        BooleanSupplier mayDrive,
        Consumer<Set<String>> changed) {
    /** Where what outlives us is kept, by the host's name. */
    interface States {
        /** Takes it over from whoever led before. */
        HostState take(String host) throws IOException;
    }
}
