package dev.gracefulshutdown.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Argo CD shows for objects in these states: each lies in the folder of its health. Argo CD runs Lua 5.1. */
class ArgoHealthTest {
    private static final Path CASES = Path.of("src/test/resources/gitops");
    private static final Path HEALTH = Program.ROOT.resolve("deploy/argocd/health.lua");

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theHealthIsTheConditions(Path file) throws IOException {
        String health = health(Manifests.YAML.readTree(file.toFile()));

        assertThat(health).startsWith(CASES.relativize(file).getName(0) + ": ");
        assertThat(health.substring(health.indexOf(':') + 1)).isNotBlank();
    }

    /** As {@code Healthy: message}. Nothing but the base functions is there, as in Argo CD without {@code useOpenLibs}. */
    static String health(JsonNode object) throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1)).anyMatch(p -> Files.exists(Path.of(p, "lua5.1"))),
                "lua5.1 is not on the PATH: apt-get install lua5.1");
        String program = """
                local check = assert(loadfile("%s"))
                setfenv(check, { obj = %s, ipairs = ipairs, pairs = pairs, type = type, tostring = tostring })
                local health = check()
                print(health.status .. ": " .. health.message)
                """.formatted(HEALTH, lua(object));
        return new Program("lua5.1").with(program, "-").text().strip();
    }

    private static String lua(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT ->
                node.properties().stream()
                        .map(e -> "[\"" + e.getKey() + "\"] = " + lua(e.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case ARRAY -> node.valueStream().map(ArgoHealthTest::lua).collect(Collectors.joining(", ", "{", "}"));
            case NULL -> "nil";
            default -> node.toString();
        };
    }

    @Test
    void theDocumentationShowsTheVeryFile() throws IOException {
        String indented =
                Files.readString(HEALTH).lines().map(line -> "    " + line).collect(Collectors.joining("\n"));
        String page = Files.readString(Program.ROOT.resolve("docs/gitops.md"));

        assertThat(page.replace("    \n", "\n")).contains(indented.replace("    \n", "\n"));
    }

    @Test
    void theConfigMapForKustomizeHasTheVeryFileForEachKind() throws IOException {
        JsonNode patch = Manifests.YAML.readTree(
                Program.ROOT.resolve("deploy/argocd/argocd-cm.yaml").toFile());

        for (String kind : List.of("GracefulShutdownPolicy", "ClusterGracefulShutdownPolicy", "Shutdown")) {
            assertThat(patch.path("data")
                            .path("resource.customizations.health.gracefulshutdown.dev_" + kind)
                            .asText())
                    .isEqualTo(Files.readString(HEALTH));
        }
    }
}
