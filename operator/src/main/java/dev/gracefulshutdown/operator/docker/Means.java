package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.Shutdown;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the drivers of all hosts work with.
 *
 * @param policies those that are for Docker hosts
 * @param states what outlives us
 * @param news what a host's keeper says
 * @param records where shutdowns that are over go
 * @param mayDrive whether we lead, and know all policies that can be read
 * @param knows whether all policies of a namespace are known
 * @param changed told which policies, by namespace and name, fare differently
 * @param requests the Shutdowns that there are, by namespace and name
 * @param certain the same, as the API server has it now
 * @param named a policy as the API server has it, by namespace and name
 * @param stands told of a Shutdown that stands otherwise than before
 */
record Means(
        DockerPolicies policies,
        States states,
        Function<String, HostNews> news,
        HostRecords records,
        BooleanSupplier mayDrive,
        Predicate<String> knows,
        Consumer<Set<String>> changed,
        BiFunction<String, String, Optional<Shutdown>> requests,
        BiFunction<String, String, Optional<Shutdown>> certain,
        RequestPlans.Named named,
        Consumer<Shutdown> stands,
        Clock clock) {
    /** Where what outlives us is kept, by the host's name. */
    interface States {
        /** Takes it over from whoever led before. */
        HostState take(String host) throws IOException;
    }
}
