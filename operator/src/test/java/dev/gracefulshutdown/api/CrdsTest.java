package dev.gracefulshutdown.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dcrds.write} to bring {@code crds/} into step with the types. */
class CrdsTest {
    private final Map<String, String> generated = Crds.generate();

    @Test
    void theCommittedCrdsAreInStepWithTheTypes() throws IOException {
        if (System.getProperty("crds.write") != null) {
            Files.createDirectories(Crds.FOLDER);
            for (var file : generated.entrySet()) {
                Files.writeString(Crds.FOLDER.resolve(file.getKey()), file.getValue());
            }
        }
        try (Stream<Path> files = Files.list(Crds.FOLDER)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(generated.keySet());
        }
        for (var file : generated.entrySet()) {
            assertThat(Files.readString(Crds.FOLDER.resolve(file.getKey())))
                    .as("%s: run mvn test -Dtest=CrdsTest -Dcrds.write", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void everyFieldSaysWhatItIs() {
        fields((path, field) -> assertThat(field.getDescription())
                .as(path)
                .isNotBlank()
                .doesNotContain("{@")
                .endsWith("."));
    }

    /** The API server refuses CEL rules whose cost has no bound, and nobody writes a policy of a thousand steps. */
    @Test
    void everyTextListAndMapHasABound() {
        fields((path, field) -> {
            boolean text = "string".equals(field.getType()) && field.getEnum().isEmpty() && field.getFormat() == null;
            if (text) {
                assertThat(field.getMaxLength()).as(path).isNotNull();
            }
            if (field.getItems() != null) {
                assertThat(field.getMaxItems()).as(path).isNotNull();
                assertThat(field.getXKubernetesListType()).as(path).isNotNull();
            }
            if (field.getAdditionalProperties() != null) {
                assertThat(field.getMaxProperties()).as(path).isNotNull();
            }
        });
    }

    private void fields(BiConsumer<String, JSONSchemaProps> check) {
        for (String yaml : generated.values()) {
            CustomResourceDefinition crd =
                    new KubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
            fields("", crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema(), check);
        }
    }

    private static void fields(String path, JSONSchemaProps schema, BiConsumer<String, JSONSchemaProps> check) {
        schema.getProperties().forEach((name, field) -> {
            check.accept(path + "." + name, field);
            fields(path + "." + name, field, check);
            if (field.getItems() != null) {
                fields(path + "." + name + "[]", field.getItems().getSchema(), check);
            }
        });
    }
}
