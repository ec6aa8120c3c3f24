package dev.gracefulshutdown.api;

import java.util.List;
import java.util.stream.Stream;

/** Every rule that has a twin in Java. */
final class AllRules {
    private AllRules() {}

    static List<String> messages() {
        return Stream.of(
                        Rules.SETTINGS,
                        TargetRules.POLICY,
                        Rules.POLICY,
                        StepRules.ALL,
                        TargetRules.SHUTDOWN,
                        TargetRules.TARGET_REF,
                        List.of(TargetRules.CLUSTER_POLICY, TargetRules.DOCKER, TargetRules.EXPRESSION),
                        List.of(KillRules.PLAN_KILL_SIGNAL))
                .flatMap(List::stream)
                .map(Rule::message)
                .toList();
    }
}
