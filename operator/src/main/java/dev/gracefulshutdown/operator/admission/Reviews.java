package dev.gracefulshutdown.operator.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;

/** The JSON of the API server's questions and of our answers. */
final class Reviews {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FORBIDDEN = 403;

    private Reviews() {}

    /** @throws IOException for what is no JSON */
    static JsonNode read(byte[] body) throws IOException {
        return JSON.readTree(body);
    }

    static byte[] answer(String uid, Verdict verdict) throws JsonProcessingException {
        ObjectNode review = JSON.createObjectNode();
        review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        ObjectNode response = review.putObject("response").put("uid", uid);
        switch (verdict) {
            case Verdict.Allowed(var warnings) -> {
                response.put("allowed", true);
                if (!warnings.isEmpty()) {
                    warnings.forEach(response.putArray("warnings")::add);
                }
            }
            case Verdict.Patched(var patch) ->
                response.put("allowed", true)
                        .put("patchType", "JSONPatch")
                        .put(
                                "patch",
                                Base64.getEncoder()
                                        .encodeToString(patch.toString().getBytes(UTF_8)));
            case Verdict.Denied(var message) -> {
                response.put("allowed", false);
                response.putObject("status")
                        .put("code", FORBIDDEN)
                        .put("reason", "Forbidden")
                        .put("message", message);
            }
        }
        return JSON.writeValueAsBytes(review);
    }
}
