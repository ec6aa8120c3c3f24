package dev.gracefulshutdown.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Surefire prints how many tests were skipped; this adds why, at the end of the run. */
public final class SaysWhatWasSkipped implements TestExecutionListener {
    private final Map<String, Long> skipped = new ConcurrentSkipListMap<>();
    private @Nullable TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        long tests = plan == null || test.isTest()
                ? 1
                : plan.getDescendants(test).stream()
                        .filter(TestIdentifier::isTest)
                        .count();
        skipped.merge(reason, tests, Long::sum);
    }

    /** An assumption inside the test. */
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            executionSkipped(
                    test, result.getThrowable().map(Throwable::getMessage).orElse("an assumption does not hold"));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        skipped.forEach((reason, tests) -> System.out.println("Skipped, " + tests + " test(s): " + reason));
    }
}
