package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whose a container is.
 *
 * @param winner the policy that holds for it; empty when none matches
 * @param losers those that match it too
 */
public record Assignment(ContainerDetails container, Optional<Policy> winner, List<Policy> losers) {
    public Assignment {
        losers = List.copyOf(losers);
    }

    /**
     * The closest policy wins, then the one that comes first.
     *
     * @param policies in the order in which they come
     */
    public static Assignment of(ContainerDetails container, List<Policy> policies) {
        List<Policy> matching = policies.stream()
                .filter(p -> p.matches(container))
                .sorted(Comparator.comparing(Policy::reach))
                .toList();
        return matching.isEmpty()
                ? new Assignment(container, Optional.empty(), List.of())
                : new Assignment(container, Optional.of(matching.getFirst()), matching.subList(1, matching.size()));
    }

    /** For the one who wrote a policy that doesn't hold. */
    public List<String> conflicts() {
        return losers.stream().flatMap(l -> conflict(l).stream()).toList();
    }

    /**
     * Why one of the losers does not hold here.
     *
     * @return empty for any other policy
     */
    public Optional<String> conflict(Policy loser) {
        return winner.filter(w -> losers.contains(loser)).map(w -> conflict(w, loser));
    }

    private String conflict(Policy winner, Policy loser) {
        String why = winner.reach() == loser.reach()
                ? "it comes first" + winner.place()
                : "it matches " + winner.reach().words();
        return "policy " + loser.name() + loser.place() + ": does not hold for container " + container.name()
                + ", which policy " + winner.name() + " has: " + why + "; narrow one of the two under spec.docker";
    }
}
