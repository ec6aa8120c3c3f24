package dev.gracefulshutdown.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupFoldersTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    @TempDir
    private Path mount = Path.of("/");

    private CgroupFolders folders;

    @BeforeEach
    void unified() throws IOException {
        Files.createFile(mount.resolve("cgroup.controllers"));
        folders = new CgroupFolders(mount);
    }

    @Test
    void whatAPathOutOfOurNamespaceStandsForIsSearchedOnce() throws IOException {
        Path first = make("kubepods.slice/besteffort/pod1/cri-containerd-" + A + ".scope");
        assertThat(unified(A, "/../../../besteffort/pod1/cri-containerd-" + A + ".scope"))
                .contains(first);
        Path second = make("kubepods.slice/besteffort/pod2/cri-containerd-" + B + ".scope");
        // A search might come upon this one.
        make("kubelet/kubepods.slice/besteffort/pod2/cri-containerd-" + B + ".scope");
        make("another/cri-containerd-" + B + ".scope");
        assertThat(unified(B, "/../../../besteffort/pod2/cri-containerd-" + B + ".scope"))
                .contains(second);
    }

    @Test
    void pathsThatLeadFurtherUpStandForAnother() throws IOException {
        make("kubepods.slice/besteffort/pod1/" + A);
        Path other = make("system.slice/docker-" + B + ".scope");
        assertThat(unified(A, "/../../../besteffort/pod1/" + A)).isPresent();
        assertThat(unified(B, "/../../../../system.slice/docker-" + B + ".scope"))
                .contains(other);
    }

    @Test
    void whatIsGoneIsNowhere() throws IOException {
        Path first = make("kubepods/pod1/" + A);
        assertThat(unified(A, "/../../pod1/" + A)).contains(first);
        Files.delete(first);
        assertThat(unified(A, "/../../pod1/" + A)).isEmpty();
    }

    private Path make(String folder) throws IOException {
        return Files.createDirectories(mount.resolve(folder));
    }

    private Optional<Path> unified(String containerId, String path) {
        return folders.of(containerId, Cgroups.parse("0::" + path + "\n")).unified();
    }
}
