package dev.gracefulshutdown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValidateTest {
    @TempDir
    private Path folder;

    private CommandRun validate(String target, String settings) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), """
                # the first line

                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: mine}
                spec:
                  %s
                  %s
                """.formatted(target, settings));
        return CommandRun.of("validate", file.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "profile: Postgres | 8:12: spec.profile",
                "containers: [{name: a}, {name: b, profile: Postgres}] | 8:46: spec.containers[1].profile",
            })
    void anUnknownProfileIsNamedWithItsPlace(String setting, String place) throws IOException {
        CommandRun run = validate("selector: {}", setting);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("mine.yaml:" + place + ": unknown profile", "PostgreSQL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "selector: {} | escalation: [{at: 2h, signal: SIGINT}] | 8:21: spec.escalation[0].at | 30s: | Kubernetes",
                "docker: {names: [a]} | escalation: [{at: 20s, signal: SIGINT}] | 8:21: spec.escalation[0].at | 10s: | Docker",
                "selector: {} | containers: [{name: a, escalation: [{at: 2h, signal: SIGINT}]}] "
                        + "| 8:44: spec.containers[0].escalation[0].at | 30s: | Kubernetes",
            })
    void aStepThatNoDefaultHasRoomForIsValidAndNotedWithItsPlace(
            String target, String setting, String place, String grace, String engine) throws IOException {
        CommandRun run = validate(target, setting);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("mine.yaml");
        assertThat(run.err()).contains("note: ", "mine.yaml:" + place, grace, "that is what " + engine);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "escalation: [{at: 20s, signal: SIGINT}]",
                "'gracePeriod: 3h, escalation: [{at: 2h, signal: SIGINT}]'",
                "'profile: PostgreSQL, escalation: [{at: 50s, signal: SIGINT}]'",
            })
    void aStepThatFitsIsNotNoted(String settings) throws IOException {
        CommandRun run = validate("selector: {}", settings.replace(", escalation", "\n  escalation"));

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void everyMistakeIsToldHoweverManyThereAre() throws IOException {
        for (int i = 0; i < 60; i++) {
            Files.writeString(folder.resolve("mistake-" + i + ".yaml"), "none\n");
        }

        CommandRun run = CommandRun.of("validate", folder.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines().filter(line -> line.contains("is no resource")))
                .hasSize(60);
        assertThat(run.err()).contains("60 mistakes").doesNotContain("more");
    }
}
