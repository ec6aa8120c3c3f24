package dev.gracefulshutdown.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What holds for every status that anybody ever sees (kstatus; Kubernetes API conventions, "Typical status properties"). */
public final class ConditionLaws {
    private static final Set<String> TYPES =
            Arrays.stream(ConditionType.values()).map(ConditionType::text).collect(Collectors.toSet());
    private static final Set<String> REASONS =
            Arrays.stream(Reason.values()).map(Reason::text).collect(Collectors.toSet());

    private ConditionLaws() {}

    /** The laws that one status breaks. */
    public static List<String> broken(List<Condition> status) {
        List<String> broken = new ArrayList<>();
        Map<String, Condition> byType = byType(status, broken);
        for (Condition condition : status) {
            if (!TYPES.contains(condition.getType())) {
                broken.add("no type of ours: " + condition);
            }
            if (!REASONS.contains(condition.getReason())) {
                broken.add("no reason of ours: " + condition);
            }
            if (!List.of("True", "False", "Unknown").contains(condition.getStatus())) {
                broken.add("no status: " + condition);
            }
            if (condition.getLastTransitionTime() == null || condition.getObservedGeneration() == null) {
                broken.add("no time or no generation: " + condition);
            }
        }
        long yes = List.of("Ready", "Reconciling", "Stalled").stream()
                .filter(type ->
                        byType.containsKey(type) && byType.get(type).getStatus().equals("True"))
                .count();
        if (yes != 1) {
            broken.add(yes + " of Ready, Reconciling and Stalled are True: " + status);
        }
        List<String> types = status.stream().map(Condition::getType).toList();
        List<String> ordered = Arrays.stream(ConditionType.values())
                .map(ConditionType::text)
                .filter(types::contains)
                .toList();
        if (!types.equals(ordered)) {
            broken.add("out of order: " + types);
        }
        return broken;
    }

    /** The laws that one status breaks as the next after another. */
    public static List<String> broken(List<Condition> before, List<Condition> status) {
        List<String> broken = new ArrayList<>();
        Map<String, Condition> old = byType(before, broken);
        for (Condition now : status) {
            Condition then = old.get(now.getType());
            if (then == null) {
                continue;
            }
            boolean moved = !then.getLastTransitionTime().equals(now.getLastTransitionTime());
            if (moved && then.getStatus().equals(now.getStatus())) {
                broken.add("the time moved without the status: " + then + " " + now);
            }
            if (Instant.parse(now.getLastTransitionTime()).isBefore(Instant.parse(then.getLastTransitionTime()))
                    || now.getObservedGeneration() < then.getObservedGeneration()) {
                broken.add("time or generation went back: " + then + " " + now);
            }
        }
        return broken;
    }

    private static Map<String, Condition> byType(List<Condition> status, List<String> broken) {
        return status.stream().collect(Collectors.toMap(Condition::getType, Function.identity(), (first, second) -> {
            broken.add("twice: " + first.getType());
            return first;
        }));
    }
}
