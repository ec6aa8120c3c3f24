package dev.gracefulshutdown.plan;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.profile.ServerProfile;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The plans for a pod's containers, as far as they can be made from the pod alone: a profile that is chosen by the process
 * is not among what is known. Sidecars are the init containers that are restarted always; they end after the others
 * (Kubernetes, "Sidecar Containers").
 */
public record PodPlans(Map<String, Plan> mains, Map<String, Plan> sidecars) {
    /** What the kubelet needs beside the ladder: it looks once a second. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private static final String ALWAYS = "Always";

    public PodPlans {
        mains = Map.copyOf(mains);
        sidecars = Map.copyOf(sidecars);
    }

    /**
     * Makes them.
     *
     * @param grace what the pod gives by itself
     * @param settings by the container's name
     * @throws InvalidPlanException when one of them makes no ladder
     * @throws dev.gracefulshutdown.profile.UnknownProfileException for a profile that there is not
     */
    public static PodPlans of(PodSpec pod, Duration grace, Function<String, StopSettings> settings)
            throws InvalidPlanException {
        List<Container> sidecars = Stream.ofNullable(pod.getInitContainers())
                .flatMap(List::stream)
                .filter(c -> ALWAYS.equals(c.getRestartPolicy()))
                .toList();
        return new PodPlans(plans(pod.getContainers(), grace, settings), plans(sidecars, grace, settings));
    }

    private static Map<String, Plan> plans(
            List<Container> containers, Duration grace, Function<String, StopSettings> settings)
            throws InvalidPlanException {
        Map<String, Plan> plans = new LinkedHashMap<>();
        for (Container container : containers) {
            plans.put(container.getName(), plan(container, grace, settings.apply(container.getName())));
        }
        return plans;
    }

    private static Plan plan(Container container, Duration grace, StopSettings own) throws InvalidPlanException {
        return plan(container, grace, own, ProfileChoice.of(own, "", List.of()));
    }

    /**
     * The plan for one container.
     *
     * @param grace what the pod gives by itself
     * @param profile of the server that it runs
     * @throws InvalidPlanException when it makes no ladder
     */
    public static Plan plan(Container container, Duration grace, StopSettings own, Optional<ServerProfile> profile)
            throws InvalidPlanException {
        Optional<Signal> stopSignal = Optional.ofNullable(container.getLifecycle())
                .flatMap(lifecycle -> Optional.ofNullable(lifecycle.getStopSignal()))
                .flatMap(Signal::parse);
        return Planner.plan(
                own,
                profile.map(ServerProfile::settings).orElse(StopSettings.NONE),
                new ContainerFacts(stopSignal, Optional.of(grace), ContainerFacts.KUBERNETES.assumedGracePeriod()));
    }

    /** How long the slowest of the main containers takes at the most. */
    public Duration longestMain() {
        return durations(mains.values()).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /**
     * What {@code terminationGracePeriodSeconds} has to be, so that the kubelet's own SIGKILL never comes first: the slowest
     * main container, then the sidecars one after the other, and a margin.
     */
    public Duration ceiling() {
        return durations(sidecars.values())
                .reduce(longestMain(), Duration::plus)
                .plus(MARGIN);
    }

    private static Stream<Duration> durations(Collection<Plan> plans) {
        return plans.stream().map(Plan::ladder).map(PodPlans::duration);
    }

    private static Duration duration(Ladder ladder) {
        return ladder.drainDelay().plus(ladder.gracePeriod()).plus(ladder.maxExtension());
    }
}
