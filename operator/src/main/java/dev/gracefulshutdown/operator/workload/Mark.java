package dev.gracefulshutdown.operator.workload;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Our own mark on a workload that we stopped: an annotation that says who asked for it and what was before. Only what is
 * marked is ever started again.
 *
 * @param policy the policy's name, in the workload's own namespace
 * @param generation of the policy's spec that asked for it
 * @param was what a start brings back
 * @param again how often somebody else had started it since, and it was stopped again
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Mark(String policy, long generation, Map<String, Object> was, int again) {
    /** The annotation's name. */
    public static final String ANNOTATION = "gracefulshutdown.dev/stopped";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Mark {
        Objects.requireNonNull(policy, "policy");
        was = Map.copyOf(was);
    }

    /** The mark that a workload has. One that can't be read counts as none: what it says is not ours. */
    public static Optional<Mark> of(HasMetadata workload) {
        Map<String, String> annotations = workload.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(ANNOTATION);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.readValue(text, Mark.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** As it stands in the annotation. */
    public String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
