package dev.gracefulshutdown.runtime.docker;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which containers are meant: each criterion narrows.
 *
 * @param names any of these names, ids or beginnings of ids; empty for any
 * @param labels all of these
 * @param composeProject of this project
 */
public record Selection(List<String> names, Map<String, String> labels, Optional<String> composeProject) {
    private static final String COMPOSE_PROJECT = "com.docker.compose.project";

    /** As many digits as the docker CLI prints; fewer may be somebody's name. */
    private static final String ID = "[0-9a-f]{12,64}";

    /** Every container. */
    public static final Selection ALL = new Selection(List.of(), Map.of(), Optional.empty());

    public Selection {
        names = List.copyOf(names);
        labels = Map.copyOf(labels);
    }

    /** These alone, by name, id or the beginning of an id. */
    public static Selection named(List<String> names) {
        return new Selection(names, Map.of(), Optional.empty());
    }

    /** Whether this one is meant. */
    public boolean matches(ContainerDetails container) {
        return (names.isEmpty() || names.stream().anyMatch(n -> isName(n, container)))
                && labels.entrySet().stream()
                        .allMatch(l -> l.getValue().equals(container.labels().get(l.getKey())))
                && composeProject
                        .map(p -> p.equals(container.labels().get(COMPOSE_PROJECT)))
                        .orElse(true);
    }

    private static boolean isName(String name, ContainerDetails container) {
        return name.equals(container.name())
                || (name.matches(ID) && container.id().startsWith(name));
    }
}
