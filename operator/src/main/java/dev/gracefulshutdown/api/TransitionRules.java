package dev.gracefulshutdown.api;

import static dev.gracefulshutdown.api.Rule.Reason.FIELD_VALUE_FORBIDDEN;

import java.util.List;
import java.util.stream.Stream;

/** What an update of a Shutdown may change. For the API server alone: a file has no before. */
final class TransitionRules {
    static final List<Rule<ShutdownSpec>> SHUTDOWN = Stream.concat(
                    Stream.of(
                                    "origin",
                                    "podRef",
                                    "dockerContainer",
                                    "containers",
                                    "policy",
                                    "plan",
                                    "cause",
                                    "nodeName")
                            .map(TransitionRules::unchanged),
                    Stream.of(rule(
                            "release",
                            "a release can't be taken back",
                            "!has(oldSelf.release) || !oldSelf.release || (has(self.release) && self.release)")))
            .toList();

    private TransitionRules() {}

    private static Rule<ShutdownSpec> unchanged(String field) {
        return rule(
                field,
                "a Shutdown does not change, but for release: create another one",
                "has(self.it) ? has(oldSelf.it) && self.it == oldSelf.it : !has(oldSelf.it)".replace("it", field));
    }

    private static Rule<ShutdownSpec> rule(String field, String message, String cel) {
        return new Rule<>(field, FIELD_VALUE_FORBIDDEN, message, cel, spec -> Stream.empty());
    }
}
