package dev.gracefulshutdown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ProbeTest {
    @Test
    @Tag("cluster")
    void whatIsNotThereIsNotReady() {
        CommandRun run = CommandRun.of("probe", "--namespace=kube-system", "no-such-deployment");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("deployment kube-system/no-such-deployment", "there is none");
    }

    @Test
    void theNamespaceHasToBeNamed() {
        assertThat(CommandRun.of("probe", "operator").code()).isEqualTo(2);
    }
}
