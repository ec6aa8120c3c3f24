package dev.gracefulshutdown.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Reads a policy's spec with a mapper of its own: the Kubernetes client's wraps every property, and a record's unwrapped
 * component is then no longer recognised as one.
 */
abstract sealed class PolicySpecReader<T extends PolicySpec> extends StdDeserializer<T> {
    private static final ObjectMapper PLAIN = JsonMapper.builder()
            .addMixIn(GracefulShutdownPolicySpec.class, Itself.class)
            .addMixIn(ClusterGracefulShutdownPolicySpec.class, Itself.class)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Class<T> type;

    /** Takes this reader off again, so that it does not call itself. */
    @JsonDeserialize(using = JsonDeserializer.None.class)
    private interface Itself {}

    private PolicySpecReader(Class<T> type) {
        super(type);
        this.type = type;
    }

    /** Of a namespace's policy. */
    static final class OfNamespace extends PolicySpecReader<GracefulShutdownPolicySpec> {
        OfNamespace() {
            super(GracefulShutdownPolicySpec.class);
        }
    }

    /** Of a cluster's policy. */
    static final class OfCluster extends PolicySpecReader<ClusterGracefulShutdownPolicySpec> {
        OfCluster() {
            super(ClusterGracefulShutdownPolicySpec.class);
        }
    }

    @Override
    public T deserialize(JsonParser from, DeserializationContext context) throws IOException {
        return PLAIN.treeToValue(from.readValueAsTree(), type);
    }
}
