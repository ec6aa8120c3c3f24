package dev.gracefulshutdown.local;

import static dev.gracefulshutdown.keeper.Policies.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.keeper.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFilesTest {
    @TempDir
    private Path folder;

    private PolicyFiles files = new PolicyFiles(Path.of("."));

    @BeforeEach
    void twoGoodOnes() throws IOException {
        files = new PolicyFiles(folder);
        write("a.yaml", text("a", "docker: {names: [x]}"));
        write("b.yaml", text("b", "docker: {names: [y]}"));
        assertThat(names(files.read())).containsExactly("a", "b");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static List<String> names(PolicyFiles.Version version) {
        return version.policies().stream().map(Policy::name).toList();
    }

    @Test
    void aBrokenFileKeepsItsLastGoodVersion() throws IOException {
        write("a.yaml", text("a", "docker: {names: [x]}", "gracePeriod: 5"));
        PolicyFiles.Version version = files.read();
        assertThat(names(version)).containsExactly("a", "b");
        assertThat(version.problems()).hasSize(1);
        assertThat(names(files.read())).containsExactly("a", "b");
    }

    @Test
    void aFileThatIsEmptyForAMomentKeepsItsLastGoodVersion() throws IOException {
        write("a.yaml", "");
        assertThat(names(files.read())).containsExactly("a", "b");
    }

    @Test
    void aPolicyForAClusterIsLeftOutWithASentence() throws IOException {
        write("b.yaml", """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: ClusterGracefulShutdownPolicy
                metadata: {name: everybody}
                spec: {namespaceSelector: {}}
                """);
        PolicyFiles.Version version = files.read();
        assertThat(names(version)).containsExactly("a");
        assertThat(version.problems()).isEmpty();
        assertThat(version.complaints())
                .containsExactly(folder.resolve("b.yaml")
                        + ":1: policy everybody: a ClusterGracefulShutdownPolicy is for Kubernetes, and is left out here;"
                        + " write a GracefulShutdownPolicy with spec.docker");
    }

    @Test
    void aDeletedFileTakesItsPoliciesWithIt() throws IOException {
        Files.delete(folder.resolve("a.yaml"));
        assertThat(names(files.read())).containsExactly("b");
        Files.delete(folder.resolve("b.yaml"));
        assertThat(names(files.read())).isEmpty();
    }

    @Test
    void nothingOfAFileThatWasNeverGoodIsInForce() throws IOException {
        write("c.yaml", text("c", "docker: {names: [z]}") + "---\n" + text("d", "docker: {names: [z]}", "state: On"));
        assertThat(names(files.read())).containsExactly("a", "b");
    }

    @Test
    void aNameThatIsTakenStaysWithItsFirstFile() throws IOException {
        write("b.yaml", text("a", "docker: {names: [z]}"));
        PolicyFiles.Version version = files.read();
        assertThat(names(version)).containsExactly("a", "b");
        assertThat(version.problems()).hasSize(1);
    }

    @Test
    void oneFileAloneIsReadAndMissedLikeAFolder() throws IOException {
        PolicyFiles one = new PolicyFiles(folder.resolve("a.yaml"));
        assertThat(names(one.read())).containsExactly("a");
        Files.delete(folder.resolve("a.yaml"));
        PolicyFiles.Version gone = one.read();
        assertThat(names(gone)).isEmpty();
        assertThat(gone.problems()).hasSize(1);
    }

    @Test
    void whatIsForOthersIsLeftOutAndSaid() throws IOException {
        write("c.yaml", text("c", "targetRef: {apiVersion: apps/v1, kind: Deployment, name: x}"));
        write("d.yaml", text("d", "docker: {host: edge-2, names: [x]}"));
        write("e.yaml", text("e", "docker: {host: edge-1, names: [x]}"));
        Residents residents = Residents.of(files.read().policies(), "edge-1");
        assertThat(residents.policies()).extracting(Policy::name).containsExactly("a", "b", "e");
        assertThat(residents.complaints())
                .satisfiesExactly(
                        c -> assertThat(c).contains("policy c: spec.targetRef: is for Kubernetes"),
                        d -> assertThat(d).contains("policy d: spec.docker.host: is edge-2, and this is edge-1"));
    }
}
