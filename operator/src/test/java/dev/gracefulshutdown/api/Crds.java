package dev.gracefulshutdown.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Generates the CRDs from the types, with their Javadoc as descriptions. */
final class Crds {
    /** Where they are kept. */
    static final Path FOLDER = Path.of("..", "crds");

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            GracefulShutdownPolicy.class,
            ClusterGracefulShutdownPolicy.class,
            Shutdown.class,
            NodeShutdownReport.class);

    private static final String HEAD =
            "# Generated from the Java types in operator/src/main/java/dev/gracefulshutdown/api.\n";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.SPLIT_LINES, YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private Crds() {}

    /** The YAML of every CRD by its file name. */
    static Map<String, String> generate() {
        JavadocText javadoc = JavadocText.read(Path.of("src/main/java/dev/gracefulshutdown/api"));
        // A mapper of its own: what the serialization adds to its mapper hides @JsonUnwrapped from the generator.
        ObjectMapper mapper = new ObjectMapper();
        mapper.setAnnotationIntrospector(javadoc.asDescriptions(mapper));
        var output = new InMemory();
        new CRDGenerator()
                .withObjectMapper(mapper, new KubernetesSerialization())
                .withPostProcessor(new CrdFinish(javadoc))
                .customResourceClasses(KINDS)
                .forCRDVersions("v1")
                .withOutput(output)
                .generate();
        Map<String, String> files = new TreeMap<>();
        output.files.forEach(
                (name, yaml) -> files.put(name.replaceFirst("-v1$", ".yaml"), HEAD + plain(yaml.toString(UTF_8))));
        return files;
    }

    /** One line for each text, and no quotes that YAML does not ask for. */
    private static String plain(String yaml) {
        try {
            return YAML.writeValueAsString(YAML.readTree(yaml));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class InMemory implements CRDGenerator.CRDOutput<OutputStream> {
        private final Map<String, ByteArrayOutputStream> files = new TreeMap<>();

        @Override
        public OutputStream outputFor(String name) {
            return files.computeIfAbsent(name, n -> new ByteArrayOutputStream());
        }

        @Override
        public void close() {}
    }
}
