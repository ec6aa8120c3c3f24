package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.diagnosis.Expectation;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that was found.
 *
 * @param remarks what could not be listed
 */
record Report(List<Of> workloads, List<String> remarks) {
    /** With {@code --fail-on-deaf}. */
    static final int DEAF = 3;

    Report {
        workloads = List.copyOf(workloads);
        remarks = List.copyOf(remarks);
    }

    /**
     * One workload.
     *
     * @param findings of its containers; empty when no pod of it runs
     * @param policy ready to be applied
     */
    record Of(Workload workload, List<Finding> findings, Optional<String> policy) {
        Of {
            findings = List.copyOf(findings);
        }
    }

    Stream<Finding> findings() {
        return workloads.stream().flatMap(w -> w.findings().stream());
    }

    long count(Expectation expectation) {
        return findings()
                .filter(f -> f.trouble().isEmpty() && f.expectation() == expectation)
                .count();
    }

    /** As {@code graceful stop --fail-on-forced}: what could not be done weighs more than what came of the rest. */
    int exitCode(boolean failOnDeaf) {
        if (findings().anyMatch(f -> f.trouble().isPresent())) {
            return ExitCodes.FAILED;
        }
        boolean deaf = count(Expectation.KILLED) + count(Expectation.LOSES) > 0;
        return deaf && failOnDeaf ? DEAF : ExitCodes.OK;
    }

    /** Whoever asks may look into nothing at all. */
    boolean isShutOut() {
        Predicate<Finding> forbidden =
                f -> f.trouble().filter(Finding.Trouble::forbidden).isPresent();
        return findings().anyMatch(forbidden)
                && findings().noneMatch(f -> f.diagnosis().main().isPresent());
    }
}
