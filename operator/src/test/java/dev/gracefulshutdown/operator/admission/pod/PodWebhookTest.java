package dev.gracefulshutdown.operator.admission.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gracefulshutdown.operator.admission.Verdict;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files {@code in-*.yaml} become {@code out-*.yaml}. {@code -Dadmission.write} writes the latter anew, to be read by
 * whoever changes a rule.
 */
class PodWebhookTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @MethodSource("dev.gracefulshutdown.operator.admission.pod.PodCase#all")
    void aPodBecomesWhatItsPolicySays(PodCase it) throws IOException {
        String result = result(it, it.pod());
        if (System.getProperty("admission.write") != null) {
            Files.writeString(it.out(), result);
        }

        assertThat(result).isEqualTo(Files.readString(it.out()));
    }

    @ParameterizedTest
    @MethodSource("dev.gracefulshutdown.operator.admission.pod.PodCase#all")
    void asAnotherWebhookMayChangeThePodItIsAskedTwiceAndSaysTheSame(PodCase it) throws IOException {
        JsonNode once = changed(it.pod(), it.verdict(it.pod()));

        assertThat(changed(once, it.verdict(once))).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("dev.gracefulshutdown.operator.admission.pod.PodCase#all")
    void nothingElseIsChanged(PodCase it) throws IOException {
        if (it.verdict(it.pod()) instanceof Verdict.Patched(JsonNode patch)) {
            for (JsonNode operation : patch) {
                assertThat(operation.path("path").asText())
                        .matches(
                                "/metadata/annotations(/gracefulshutdown.*)?"
                                        + "|/spec/terminationGracePeriodSeconds"
                                        + "|/spec/(initC|c)ontainers/\\d+/lifecycle(/preStop.*)?"
                                        + "|/spec/(initC|c)ontainers/\\d+/(liveness|startup)Probe/terminationGracePeriodSeconds");
                assertThat(operation.path("op").asText()).isIn("add", "replace");
            }
        }
    }

    @Test
    void everyFileIsPartOfACase() throws IOException {
        Stream<Path> used = PodCase.all().flatMap(it -> Stream.of(it.in(), it.out()));

        assertThat(PodCase.files()).containsExactlyInAnyOrderElementsOf(used.toList());
    }

    private static String result(PodCase it, JsonNode pod) throws IOException {
        Verdict verdict = it.verdict(pod);
        String warnings = verdict instanceof Verdict.Allowed(var texts)
                ? String.join(
                        "",
                        texts.stream().map(text -> "# Warning: " + text + "\n").toList())
                : "";
        return warnings + YAML.writeValueAsString(changed(pod, verdict));
    }

    private static JsonNode changed(JsonNode pod, Verdict verdict) {
        return verdict instanceof Verdict.Patched(JsonNode patch) ? JsonPatch.apply(patch, pod) : pod;
    }
}
