package dev.gracefulshutdown.testing;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests whose tags name something that isn't here; registered for all tests by the service loader. */
public final class RunsWhereItCan implements ExecutionCondition {
    private static final Map<Need, Optional<String>> ANSWERS = new ConcurrentHashMap<>();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        for (Need need : Need.of(context.getTags())) {
            Optional<String> missing = ANSWERS.computeIfAbsent(need, Need::missing);
            if (missing.isPresent() && need.required()) {
                throw new IllegalStateException(need.tag() + " is required: " + missing.get());
            }
            if (missing.isPresent()) {
                return ConditionEvaluationResult.disabled(need.tag() + ": " + missing.get());
            }
        }
        return ConditionEvaluationResult.enabled("nothing is missing");
    }
}
