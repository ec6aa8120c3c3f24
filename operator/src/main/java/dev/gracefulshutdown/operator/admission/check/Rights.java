package dev.gracefulshutdown.operator.admission.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the API server what somebody may do. */
record Rights(KubernetesClient client) {
    /**
     * Whether the author of a change has a right.
     *
     * @param user the question's {@code userInfo}
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not answer
     */
    boolean has(JsonNode user, Access access) {
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user.path("username").asText())
                .withUid(user.path("uid").asText())
                .withGroups(texts(user.path("groups")))
                .withExtra(extra(user.path("extra")))
                .withNewResourceAttributes()
                .withVerb(access.verb())
                .withGroup(access.group())
                .withResource(access.resource())
                .withSubresource(access.subresource())
                .withNamespace(access.namespace())
                .withName(access.name())
                .endResourceAttributes()
                .endSpec()
                .build();
        SubjectAccessReview answer =
                client.authorization().v1().subjectAccessReview().create(review);
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }

    private static Map<String, List<String>> extra(JsonNode extra) {
        Map<String, List<String>> all = new HashMap<>();
        extra.properties().forEach(e -> all.put(e.getKey(), texts(e.getValue())));
        return all;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
