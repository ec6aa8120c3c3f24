package dev.gracefulshutdown.operator.admission.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.matching.EffectivePolicy;
import dev.gracefulshutdown.matching.PodTraits;
import dev.gracefulshutdown.matching.PolicyIndex;
import dev.gracefulshutdown.operator.admission.Request;
import dev.gracefulshutdown.operator.admission.Verdict;
import dev.gracefulshutdown.plan.Limits;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A pod that is created in the namespace shop, the policies of its cluster, and the pod that comes of it. */
record PodCase(Path in) implements PodWebhook.Surroundings {
    static final Path FOLDER = Path.of("src/test/resources/admission/pods");

    private static final String IN = "in-";
    private static final String NAMESPACE = "shop";
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final YAMLMapper YAML = new YAMLMapper();

    static Stream<PodCase> all() throws IOException {
        return files().filter(file -> name(file).startsWith(IN)).map(PodCase::new);
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    Path out() {
        return in.resolveSibling("out-" + name(in).substring(IN.length()));
    }

    Verdict verdict(JsonNode pod) {
        var limits = new Limits(Duration.ofHours(1), Duration.ofHours(1), Set.of("*"));
        var webhook = new PodWebhook(this, SERIALIZATION, 9471, PodSecurity.PRIVILEGED, limits, () -> "handle");
        var nobody = MissingNode.getInstance();
        return webhook.review(new Request("uid", "CREATE", "Pod", NAMESPACE, pod, nobody, nobody));
    }

    JsonNode pod() throws IOException {
        return documents("Pod").findFirst().orElseThrow();
    }

    @Override
    public Optional<EffectivePolicy> policy(Pod pod, String namespace) {
        PolicyIndex index = new PolicyIndex("graceful-system");
        try {
            documents("GracefulShutdownPolicy")
                    .forEach(p -> index.put(SERIALIZATION.convertValue(p, GracefulShutdownPolicy.class)));
            documents("ClusterGracefulShutdownPolicy")
                    .forEach(p -> index.put(SERIALIZATION.convertValue(p, ClusterGracefulShutdownPolicy.class)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return index.match(PodTraits.of(pod, namespace, labels(namespace))).winner();
    }

    @Override
    public Map<String, String> labels(String namespace) {
        Map<String, String> labels = new HashMap<>();
        try {
            documents("Namespace")
                    .forEach(it -> it.at("/metadata/labels")
                            .properties()
                            .forEach(e -> labels.put(e.getKey(), e.getValue().asText())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return labels;
    }

    private Stream<JsonNode> documents(String kind) throws IOException {
        List<JsonNode> all = YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(Files.readString(in))
                .readAll();
        return all.stream().filter(document -> document.path("kind").asText().equals(kind));
    }

    @Override
    public String toString() {
        return name(in).substring(IN.length()).replace(".yaml", "").replace('-', ' ');
    }
}
