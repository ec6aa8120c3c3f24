package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.plan.Plan;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.Purpose;
import java.util.Optional;

/**
 * Something that is done to one container once, because somebody asked for it.
 *
 * @param policy whose settings hold, where it is a policy's
 * @param why in words
 */
public record Order(ContainerDetails container, Purpose purpose, Plan plan, Optional<String> policy, String why) {
    /** In words. */
    String what() {
        return plan.ladder().kill().map(signal -> "send " + signal).orElse("stop");
    }
}
