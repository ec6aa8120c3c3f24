package dev.gracefulshutdown.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every value is explained in values.yaml, stands in the README's table, and is known to the schema. */
class ChartDocTest {
    private static final Path VALUES = Chart.FOLDER.resolve("values.yaml");
    private static final Path README = Chart.FOLDER.resolve("README.md");
    private static final String BEGIN = "<!-- Values: generated from values.yaml -->\n";
    private static final String END = "<!-- End of values -->\n";

    @Test
    void theReadmeHasEveryValueWithItsDefault() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        assertThat(end).isGreaterThanOrEqualTo(begin);
        StringBuilder table = new StringBuilder("| value | default | what it does |\n|---|---|---|\n");
        for (ChartValue value : ChartValue.readAll(VALUES)) {
            table.append("| `%s` | `%s` | %s |%n".formatted(value.path(), value.fallback(), value.description()));
        }

        InStep.check(README, readme.substring(0, begin) + table + readme.substring(end));
    }

    @Test
    void everyValueIsExplained() throws IOException {
        List<String> explained =
                ChartValue.readAll(VALUES).stream().map(ChartValue::path).toList();
        for (String leaf : leaves("", Manifests.YAML.readTree(VALUES.toFile()))) {
            assertThat(explained)
                    .as("a comment above %s in values.yaml, or above what it belongs to", leaf)
                    .anyMatch(path -> leaf.equals(path) || leaf.startsWith(path + "."));
        }
    }

    @Test
    void theSchemaKnowsTheValuesAndNoOthers() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Chart.FOLDER.resolve("values.schema.json").toFile());
        JsonNode values = Manifests.YAML.readTree(VALUES.toFile());
        Set<String> known = new TreeSet<>(names(schema));
        known.remove("global");

        assertThat(known).isEqualTo(fields(values));
        values.properties().forEach(entry -> {
            JsonNode nested = schema.path("properties").path(entry.getKey());
            if (nested.has("properties") && !entry.getKey().equals("resources")) {
                assertThat(names(nested)).as(entry.getKey()).isEqualTo(fields(entry.getValue()));
            }
        });
    }

    @Test
    void theChartTellsArtifactHubOfEveryCrd() throws IOException {
        JsonNode chart =
                Manifests.YAML.readTree(Chart.FOLDER.resolve("Chart.yaml").toFile());
        JsonNode told = Manifests.YAML.readTree(
                chart.at("/annotations/artifacthub.io~1crds").asText());

        assertThat(told.findValuesAsText("name").stream().map(name -> name + ".yaml"))
                .containsExactlyInAnyOrderElementsOf(ChartCrdsTest.names(ChartCrdsTest.CRDS));
    }

    private static Set<String> names(JsonNode schema) {
        return fields(schema.path("properties"));
    }

    private static Set<String> fields(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> leaves(String path, JsonNode node) {
        return node.isObject() && !node.isEmpty()
                ? node.properties().stream()
                        .flatMap(e ->
                                leaves(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue()).stream())
                        .toList()
                : List.of(path);
    }
}
