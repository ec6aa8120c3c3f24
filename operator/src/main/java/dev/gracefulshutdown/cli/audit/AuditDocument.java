package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.diagnosis.Advice;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Sentences;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The report as a program reads it.
 *
 * @param remarks what could not be listed
 */
record AuditDocument(List<WorkloadDocument> workloads, List<String> remarks) {
    /**
     * One workload.
     *
     * @param pods how many there are
     * @param policy ready to be applied
     */
    record WorkloadDocument(
            String namespace,
            String apiVersion,
            String kind,
            String name,
            int pods,
            List<ContainerDocument> containers,
            Optional<String> policy) {}

    /**
     * One container.
     *
     * @param pod the one that was looked at
     * @param looked its processes were read
     * @param trouble why they were not, where it is no matter of the image
     * @param good it would end by itself, as far as can be seen
     * @param expected {@code Ends}, {@code Perhaps}, {@code Loses}, {@code Killed}, {@code Unknown}
     * @param killedAfter from the deletion to SIGKILL
     * @param today the verdict in words
     */
    record ContainerDocument(
            String name,
            boolean sidecar,
            String pod,
            boolean looked,
            Optional<String> trouble,
            boolean good,
            String expected,
            Duration killedAfter,
            Optional<String> main,
            Optional<String> profile,
            Signal signal,
            String signalFrom,
            Hearing hearing,
            String evidence,
            String verdict,
            String certainty,
            String today,
            String why,
            List<String> notes,
            List<KillDocument> pastKills,
            List<AdviceDocument> advice) {}

    /** An exit with 137. */
    record KillDocument(String pod, String finishedAt, String cause, String words) {}

    /** One thing to do. */
    record AdviceDocument(String kind, String words, List<String> lines) {}

    static AuditDocument of(Report report) {
        return new AuditDocument(
                report.workloads().stream().map(AuditDocument::of).toList(), report.remarks());
    }

    private static WorkloadDocument of(Report.Of of) {
        Workload.Id id = of.workload().id();
        return new WorkloadDocument(
                id.namespace(),
                id.apiVersion(),
                id.kind(),
                id.name(),
                of.workload().pods().size(),
                of.findings().stream().map(AuditDocument::of).toList(),
                of.policy());
    }

    private static ContainerDocument of(Finding finding) {
        Diagnosis diagnosis = finding.diagnosis();
        return new ContainerDocument(
                finding.container(),
                finding.sidecar(),
                finding.pod(),
                diagnosis.main().isPresent(),
                finding.trouble().map(Finding.Trouble::why),
                finding.expectation().isGood(),
                finding.expectation().label(),
                finding.terms().killedAfter(),
                diagnosis.main(),
                diagnosis.profile(),
                diagnosis.engine().signal(),
                diagnosis.engine().signalFrom().label(),
                diagnosis.evidence().hearing(),
                diagnosis.evidence().words(),
                diagnosis.verdict().kind(),
                diagnosis.verdict().certainty().label(),
                finding.today(),
                Sentences.why(diagnosis.verdict()),
                finding.notes(),
                finding.pastKills().stream()
                        .map(k -> new KillDocument(
                                k.pod(), k.finishedAt(), k.cause().label(), k.words()))
                        .toList(),
                finding.advice().stream().map(AuditDocument::of).toList());
    }

    private static AdviceDocument of(Advice advice) {
        return new AdviceDocument(advice.kind().label(), advice.words(), advice.lines());
    }
}
