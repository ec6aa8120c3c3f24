package dev.gracefulshutdown.operator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What the API server asks ({@code admission.k8s.io/v1}, AdmissionRequest).
 *
 * @param uid of the question
 * @param operation CREATE or UPDATE
 * @param kind of the object
 * @param namespace empty for objects of the cluster; a pod at its creation does not have to know its own
 * @param object as it would be
 * @param before as it is; missing at its creation
 * @param user who asks: {@code username}, {@code uid}, {@code groups}, {@code extra}
 */
public record Request(
        String uid, String operation, String kind, String namespace, JsonNode object, JsonNode before, JsonNode user) {
    private static final String CREATE = "CREATE";

    /**
     * Reads an AdmissionReview.
     *
     * @throws UnreadableException for anything else
     */
    static Request of(JsonNode review) {
        JsonNode request = review.path("request");
        String uid = request.path("uid").asText();
        if (uid.isEmpty() || !review.path("apiVersion").asText().equals("admission.k8s.io/v1")) {
            throw new UnreadableException("no AdmissionReview of admission.k8s.io/v1");
        }
        JsonNode before = request.path("oldObject");
        return new Request(
                uid,
                request.path("operation").asText(),
                request.path("kind").path("kind").asText(),
                request.path("namespace").asText(),
                request.path("object"),
                before.isNull() ? MissingNode.getInstance() : before,
                request.path("userInfo"));
    }

    /** Whether the object is new. */
    public boolean isCreation() {
        return operation.equals(CREATE);
    }
}
