package dev.gracefulshutdown.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.ladder.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What engines say, nulls and omissions included. */
class ContainerDetailsTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    private static JsonNode json(String text) throws IOException {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Capabilities engine(String version) throws IOException {
        return Capabilities.of(json(version), json("{}"));
    }

    private static ContainerDetails details(String inspect) throws IOException {
        return ContainerDetails.of(json(inspect), engine("{\"ApiVersion\":\"1.41\"}"));
    }

    @Test
    void nullsAndOmissionsAreTheSame() throws IOException {
        ContainerDetails bare = details("{\"Id\":\"" + ID + "\"}");
        ContainerDetails nulls = details("{\"Id\":\"" + ID + "\",\"Name\":null,\"State\":{\"Status\":null,\"Pid\":null,"
                + "\"StartedAt\":null,\"Health\":null},\"Config\":{\"Labels\":null,\"StopSignal\":null,"
                + "\"StopTimeout\":null},\"HostConfig\":{\"RestartPolicy\":null,\"Init\":null,\"PidMode\":null}}");
        assertThat(nulls).isEqualTo(bare);
        assertThat(bare.isRunning()).isFalse();
        assertThat(bare.stopSignal().effective()).isEqualTo(Signal.TERM);
        assertThat(bare.stopTimeout().effective()).isEqualTo(Duration.ofSeconds(10));
        assertThat(bare.stopTimeout().source()).contains("assumed");
        assertThat(bare.restartPolicy()).isEqualTo(RestartPolicy.NO);
    }

    @Test
    void aStopSignalThatTheEngineCannotParseIsTermAsTheEngineTakesIt() throws IOException {
        ContainerDetails container = details("{\"Config\":{\"StopSignal\":\"SIGNONSENSE\"}}");
        assertThat(container.stopSignal().effective()).isEqualTo(Signal.TERM);
        assertThat(container.stopSignal().own()).isEmpty();
        assertThat(container.stopSignal().source()).contains("SIGNONSENSE");
    }

    @Test
    void aRestartingContainerHasNoProcessThoughTheEngineSaysThatItRuns() throws IOException {
        ContainerDetails container =
                details("{\"State\":{\"Status\":\"restarting\",\"Running\":true,\"Restarting\":true,\"Pid\":0}}");
        assertThat(container.isRunning()).isFalse();
        assertThat(container.isRestarting()).isTrue();
    }

    @Test
    void theOlderOfBothApiVersionsIsSpoken() throws IOException {
        assertThat(engine("{\"ApiVersion\":\"1.41\"}").apiVersion()).isEqualTo("1.41");
        assertThat(engine("{\"ApiVersion\":\"1.999\"}").apiVersion()).isNotEqualTo("1.999");
    }

    @Test
    void aStopTakesASignalFromApi142On() throws IOException {
        assertThat(engine("{\"ApiVersion\":\"1.41\"}").stopSignalParameter()).isFalse();
        assertThat(engine("{\"ApiVersion\":\"1.42\"}").stopSignalParameter()).isTrue();
    }

    @Test
    void podmanIsKnownByItsComponent() throws IOException {
        Capabilities podman = engine("{\"ApiVersion\":\"1.44\",\"Components\":[{\"Name\":\"Podman Engine\"}]}");
        assertThat(podman.engine()).isEqualTo("Podman Engine");
        assertThat(podman.stopSignalParameter()).isFalse();
        assertThat(podman.killEventCarriesSignal()).isFalse();
        assertThat(podman.endlessStop()).isFalse();
    }

    @Test
    void aSelectionNarrowsByEachCriterion() throws IOException {
        ContainerDetails web =
                details("{\"Id\":\"" + ID + "\",\"Name\":\"/web\",\"Config\":{\"Labels\":{\"app\":\"web\","
                        + "\"com.docker.compose.project\":\"shop\"}}}");
        assertThat(Selection.ALL.matches(web)).isTrue();
        assertThat(Selection.named(List.of("db", "web")).matches(web)).isTrue();
        assertThat(Selection.named(List.of(ID.substring(0, 12))).matches(web)).isTrue();
        assertThat(Selection.named(List.of(ID.substring(0, 3))).matches(web)).isFalse();
        assertThat(new Selection(List.of(), Map.of("app", "web"), Optional.of("shop")).matches(web))
                .isTrue();
        assertThat(new Selection(List.of("web"), Map.of("app", "db"), Optional.empty()).matches(web))
                .isFalse();
        assertThat(new Selection(List.of(), Map.of(), Optional.of("other")).matches(web))
                .isFalse();
    }

    @Test
    void aRestartPolicySurvivesItsNotes() {
        RestartPolicy policy = new RestartPolicy("on-failure", 5);
        assertThat(RestartPolicy.of(policy.toNotes())).contains(policy);
        assertThat(RestartPolicy.of(Map.of())).isEmpty();
    }
}
