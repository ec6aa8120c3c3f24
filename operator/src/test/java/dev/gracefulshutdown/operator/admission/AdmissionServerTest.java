package dev.gracefulshutdown.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gracefulshutdown.operator.admission.certificate.Served;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionServerTest {
    private static final String REVIEW = """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u-1", "operation": "CREATE",
            "kind": {"kind": "Pod"}, "namespace": "shop", "object": {"a": 1}, "oldObject": null, "userInfo": {"username": "me"}}}""";

    private static HttpResponse<String> call(Webhook webhook, String body) throws Exception {
        Served served = Served.once();
        try (var server = new AdmissionServer(0, served.server(), Map.of("/hook", webhook), new SimpleMeterRegistry());
                var client = HttpClient.newBuilder().sslContext(served.caller()).build()) {
            URI uri = URI.create("https://127.0.0.1:" + server.port() + "/hook");
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static JsonNode response(Webhook webhook) throws Exception {
        return new JsonMapper().readTree(call(webhook, REVIEW).body()).path("response");
    }

    @Test
    void aQuestionIsAnsweredUnderItsOwnUid() throws Exception {
        JsonNode response = response(request -> new Verdict.Allowed(List.of("mind " + request.namespace())));

        assertThat(response.path("uid").asText()).isEqualTo("u-1");
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.path("warnings").path(0).asText()).isEqualTo("mind shop");
    }

    @Test
    void aRefusalSaysWhy() throws Exception {
        JsonNode response = response(request -> new Verdict.Denied("no"));

        assertThat(response.path("allowed").asBoolean(true)).isFalse();
        assertThat(response.path("status").path("message").asText()).isEqualTo("no");
    }

    @Test
    void afterAFaultTheConfigurationsFailurePolicyDecides() throws Exception {
        Webhook broken = request -> {
            throw new IllegalStateException("broken on purpose");
        };

        assertThat(call(broken, REVIEW).statusCode()).isEqualTo(500);
    }

    @Test
    void whatIsNoReviewIsRefused() throws Exception {
        assertThat(call(request -> Verdict.allowed(), "{}").statusCode()).isEqualTo(400);
        assertThat(call(request -> Verdict.allowed(), "no JSON").statusCode()).isEqualTo(400);
    }
}
