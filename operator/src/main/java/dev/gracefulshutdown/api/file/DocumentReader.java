package dev.gracefulshutdown.api.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gracefulshutdown.api.Api;
import dev.gracefulshutdown.api.ClusterGracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.Rules;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns one document of a file into a resource, or into problems. */
final class DocumentReader {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final LoadSettings LIMITS = LoadSettings.builder().build();

    private final Path file;
    private final Consumer<Document<?>> documents;
    private final Consumer<Problem> problems;

    DocumentReader(Path file, Consumer<Document<?>> documents, Consumer<Problem> problems) {
        this.file = file;
        this.documents = documents;
        this.problems = problems;
    }

    /** A part without anything in it gives nothing. */
    void read(YamlText.Part part) {
        Findings findings = new Findings(file, part.linesBefore(), problems);
        Optional<Node> root = compose(part.text(), findings);
        root.filter(node -> !isEmpty(node))
                .ifPresent(node -> items(node)
                        .ifPresentOrElse(
                                items -> items.forEach(
                                        item -> document(item, new Findings(file, part.linesBefore(), problems))),
                                () -> document(node, findings)));
    }

    private static Optional<Node> compose(String yaml, Findings findings) {
        try {
            return new Compose(LIMITS).composeString(yaml);
        } catch (MarkedYamlEngineException e) {
            e.getProblemMark()
                    .ifPresentOrElse(
                            mark -> findings.add(mark, "", "is not YAML: " + e.getProblem(), ""),
                            () -> findings.addAtBegin("is not YAML: " + e.getProblem(), ""));
        } catch (YamlEngineException e) {
            if (String.valueOf(e.getMessage()).contains("aliases")) {
                findings.addAtBegin(
                        "has more than " + LIMITS.getMaxAliasesForCollections() + " aliases of maps and lists",
                        "write out what they stand for");
            } else {
                findings.addAtBegin("is not YAML: " + e.getMessage(), "");
            }
        } catch (StackOverflowError e) {
            // The parser calls itself once a level, and has no limit of its own.
            findings.addAtBegin("is nested too deeply", "no policy needs more than a few levels");
        }
        return Optional.empty();
    }

    /** Of a Kubernetes List, as {@code kubectl get} and our own results are; a List in a List is none. */
    private static Optional<List<Node>> items(Node node) {
        return node instanceof MappingNode map
                        && "List".equals(text(map, "kind"))
                        && "v1".equals(text(map, "apiVersion"))
                        && valueOf(map, "items") instanceof SequenceNode items
                ? Optional.of(items.getValue())
                : Optional.empty();
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().isEmpty() && scalar.isPlain();
    }

    private void document(Node root, Findings findings) {
        findings.place("", root);
        if (!(root instanceof MappingNode map)) {
            findings.add(root, "", "is no resource", "begin with apiVersion: " + Api.API_VERSION);
            return;
        }
        String apiVersion = text(map, "apiVersion");
        String name = text(map, "kind");
        if (apiVersion == null || !apiVersion.equals(Api.API_VERSION)) {
            findings.add(
                    valueOf(map, "apiVersion"),
                    "apiVersion",
                    apiVersion == null
                            ? "is missing"
                            : apiVersion + " is none of ours" + (name == null ? "" : ", nor is its " + name),
                    "only documents of " + Api.API_VERSION + " are read here");
            return;
        }
        Optional<Kind> kind = name == null ? Optional.empty() : Kind.of(name);
        if (kind.isEmpty()) {
            findings.add(
                    valueOf(map, "kind"),
                    "kind",
                    name == null ? "is missing" : name + " is no kind that is read from files",
                    Remedies.oneOf(name == null ? "" : name, Kind.names()));
            return;
        }
        resource(map, kind.get(), findings);
    }

    private void resource(MappingNode root, Kind kind, Findings findings) {
        JsonNode value = new SchemaReader(findings).document(root, kind.schema());
        if (findings.any() || !(value instanceof ObjectNode object)) {
            return;
        }
        HasMetadata resource;
        try {
            resource = JSON.treeToValue(object, kind.type());
        } catch (JsonProcessingException e) {
            findings.add("", e.getOriginalMessage(), "");
            return;
        }
        for (Violation violation : violations(resource)) {
            String path = violation.path();
            String field = path.isEmpty() ? "spec" : "spec." + path;
            findings.add(field, violation.message(), violation.found());
        }
        if (!findings.any()) {
            documents.accept(new Document<>(resource, file, findings.line(root), findings.places()));
        }
    }

    private static List<Violation> violations(HasMetadata resource) {
        return switch (resource) {
            case GracefulShutdownPolicy policy -> Rules.check(policy.getSpec());
            case ClusterGracefulShutdownPolicy policy -> Rules.check(policy.getSpec());
            case Shutdown shutdown -> Rules.check(shutdown.getSpec());
            default -> List.of();
        };
    }

    private static @Nullable String text(MappingNode map, String key) {
        return valueOf(map, key) instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    /** The value, or the map itself when it has none. */
    private static Node valueOf(MappingNode map, String key) {
        for (NodeTuple entry : map.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                return entry.getValueNode();
            }
        }
        return map;
    }
}
