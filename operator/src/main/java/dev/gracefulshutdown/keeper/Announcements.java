package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.host.ComposeHooks;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Says which policies hold for which containers; again only when it has changed. */
final class Announcements {
    private final News news;
    private Set<String> policies = Set.of();
    private final Set<String> looked = new HashSet<>();

    Announcements(News news) {
        this.news = news;
    }

    void scene(Scene scene) {
        List<Assignment> assignments = scene.assignments();
        Set<String> names = new HashSet<>();
        for (Policy policy : scene.policies()) {
            names.add(policy.name());
            news.tellOnce("policy " + policy.name(), line(policy, assignments));
        }
        for (String gone : policies) {
            if (!names.contains(gone)) {
                news.forget("policy " + gone);
                news.tell(Line.info("policy " + gone + ": is not in force any more"));
            }
        }
        policies = names;
        assignments.stream()
                .flatMap(a -> a.conflicts().stream())
                .forEach(conflict -> news.tellOnce(conflict, Line.warn(conflict)));
        hooks(assignments);
    }

    /** Once each: Compose makes a new container where its file has changed. */
    private void hooks(List<Assignment> assignments) {
        looked.retainAll(assignments.stream().map(a -> a.container().id()).collect(Collectors.toSet()));
        assignments.stream()
                .filter(a -> a.winner().isPresent() && looked.add(a.container().id()))
                .forEach(a -> ComposeHooks.remark(a.container()).ifPresent(remark -> news.tell(Line.warn(remark))));
    }

    private static Line line(Policy policy, List<Assignment> assignments) {
        List<String> containers = assignments.stream()
                .filter(a -> a.winner().filter(policy::equals).isPresent())
                .map(Assignment::container)
                .map(ContainerDetails::name)
                .sorted()
                .toList();
        boolean matchesAny = assignments.stream()
                .anyMatch(a -> a.winner().filter(policy::equals).isPresent()
                        || a.losers().contains(policy));
        String what = "policy " + policy.name() + file(policy) + details(policy) + ": ";
        if (!matchesAny) {
            return Line.warn(what + "matches no container here; check spec."
                    + (policy.spec().docker() == null ? "selector" : "docker") + " against `docker ps -a`");
        }
        return Line.info(what + "in force for "
                + (containers.isEmpty() ? "no container, for others come first" : String.join(", ", containers)));
    }

    /** Without the line, which moves with what is written above it. */
    private static String file(Policy policy) {
        return policy.hasSource() ? " (" + policy.source().replaceFirst(":\\d+$", "") + ")" : "";
    }

    private static String details(Policy policy) {
        return policy.state().map(s -> ", state " + capitalised(s.name())).orElse("")
                + (policy.isDryRun() ? ", DryRun" : "");
    }

    private static String capitalised(String word) {
        return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
    }
}
