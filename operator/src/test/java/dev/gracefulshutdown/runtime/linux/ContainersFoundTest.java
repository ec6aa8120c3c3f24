package dev.gracefulshutdown.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.runtime.Container;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose processes are whose, which of them is the main one, and whose figures are read: engine by engine. */
class ContainersFoundTest {
    private static final String A = "a1".repeat(32);
    private static final String B = "b2".repeat(32);
    private static final String OUTER = "0c".repeat(32);

    /** By its folder under {@code proc-trees}: all ids there, and of container A its main process, members and figures. */
    @SuppressWarnings("ImmutableEnumChecker") // its lists are copies
    enum Tree {
        DOCKER_V1(Set.of(A), 100, List.of(100, 101, 150), new Figures(3, none(), some(8192 + 4096))),
        DOCKER_SYSTEMD_V2(Set.of(A), 100, List.of(100), new Figures(2, some(1048576 + 512), some(12288))),
        DOCKER_SYSTEMD_V1(Set.of(A), 100, List.of(100), new Figures(9, none(), some(11 + 12))),
        DOCKER_V2(Set.of(A), 100, List.of(100), new Figures(10, some(13 + 14), some(15 + 16))),
        DOCKER_HYBRID(Set.of(A), 100, List.of(100), new Figures(8, none(), some(30 + 12))),
        KUBERNETES_V1(Set.of(A, B, OUTER), 100, List.of(100, 101, 150, 151), new Figures(0, none(), some(0))),
        KUBERNETES_SYSTEMD_V2(Set.of(A, OUTER), 100, List.of(100), new Figures(1, some(3 + 4), some(1 + 2))),
        KUBERNETES_SYSTEMD_V1(Set.of(A, OUTER), 100, List.of(100), new Figures(11, none(), some(17 + 18))),
        KUBERNETES_V2(Set.of(A, OUTER), 100, List.of(100), new Figures(12, some(19 + 20), some(21 + 22))),
        KUBERNETES_GUARANTEED_V1(Set.of(A, OUTER), 100, List.of(100), new Figures(13, none(), some(23 + 24))),
        KUBERNETES_GUARANTEED_SYSTEMD_V2(
                Set.of(A, OUTER), 100, List.of(100), new Figures(14, some(25 + 26), some(27 + 28))),
        KUBERNETES_MIXED_DRIVERS_V1(Set.of(A, OUTER), 100, List.of(100), new Figures(15, none(), some(29 + 30))),
        CRI_O_V2(Set.of(A), 100, List.of(100, 150), new Figures(4, some(7 + 8), some(5 + 6))),
        PODMAN_V2(Set.of(A), 100, List.of(100), new Figures(5, some(2 + 3), some(9 + 1))),
        READER_IN_A_CGROUP_NAMESPACE(Set.of(A, B), 100, List.of(100), new Figures(6, some(5 + 6), some(3 + 4))),
        SYSTEMD_IN_DOCKER_V2(Set.of(A), 100, List.of(100, 101), new Figures(7, some(8 + 9), some(6 + 4))),
        DOCKER_IN_DOCKER_V1(Set.of(A, OUTER), 100, List.of(100), new Figures(-1, none(), none())),
        HOST_PID_NAMESPACE_V1(Set.of(A), 160, List.of(150, 151, 160, 161), new Figures(-1, none(), none()));

        private final Set<String> ids;
        private final int main;
        private final List<Integer> members;
        private final Figures figures;

        Tree(Set<String> ids, int main, List<Integer> members, Figures figures) {
            this.ids = ids;
            this.main = FIRST_PID + main;
            this.members = members.stream().map(pid -> FIRST_PID + pid).toList();
            this.figures = figures;
        }

        private static OptionalLong some(long value) {
            return OptionalLong.of(value);
        }

        private static OptionalLong none() {
            return OptionalLong.empty();
        }

        private String folder() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final int FIRST_PID = 4_200_000;

    private record Figures(long oomKills, OptionalLong written, OptionalLong unwritten) {}

    @ParameterizedTest
    @EnumSource
    void everyContainerAndNoMonitorIsSeen(Tree tree) {
        try (LinuxNode node = node(tree.folder())) {
            assertThat(node.containerIds()).isEqualTo(tree.ids);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theMainProcessIsTheOneThatTheEngineStarted(Tree tree) {
        try (LinuxNode node = node(tree.folder());
                Container container = node.container(A).orElseThrow()) {
            assertThat(container.identity().containerId()).isEqualTo(A);
            assertThat(container.identity().main().pid()).isEqualTo(tree.main);
            assertThat(node.again(container.identity())).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void membersAreAllOfTheContainerWhateverStartedThem(Tree tree) {
        ProcFs proc = proc(tree.folder());
        assertThat(new Members.OfCgroup(A).all(proc).boxed()).containsExactlyInAnyOrderElementsOf(tree.members);
    }

    @ParameterizedTest
    @EnumSource
    void figuresAreTheContainersOwnOrNone(Tree tree) {
        CgroupFiles files = new CgroupFolders(folder(tree.folder(), "cgroup"))
                .of(A, proc(tree.folder()).cgroups(tree.main).orElseThrow());
        assertThat(new Figures(files.oomKills(), files.writtenBytes(), files.unwrittenBytes()))
                .isEqualTo(tree.figures);
    }

    @Test
    void theTreeOfTheMainProcessHasNoExecSessionAndNoProbe() {
        assertThat(pidsRead("docker-v1")).containsExactly(FIRST_PID + 100, FIRST_PID + 101);
        assertThat(pidsRead("kubernetes-v1")).containsExactly(FIRST_PID + 100, FIRST_PID + 101);
        assertThat(pidsRead("host-pid-namespace-v1")).containsExactly(FIRST_PID + 160, FIRST_PID + 161);
    }

    @Test
    void hostProcessesAreOfNoContainer() {
        try (LinuxNode node = node("host-only")) {
            assertThat(node.containerIds()).isEmpty();
            assertThat(node.container(A)).isEmpty();
        }
    }

    private static List<Integer> pidsRead(String tree) {
        try (LinuxNode node = node(tree);
                Container container = node.container(A).orElseThrow()) {
            return container.read().processes().stream()
                    .map(process -> process.pid())
                    .sorted()
                    .toList();
        }
    }

    private static LinuxNode node(String tree) {
        return new LinuxNode(folder(tree, "proc"), folder(tree, "cgroup"), name -> false);
    }

    private static ProcFs proc(String tree) {
        return new ProcFs(folder(tree, "proc"), name -> false);
    }

    private static Path folder(String tree, String mount) {
        try {
            return Path.of(ContainersFoundTest.class
                            .getResource("/proc-trees/" + tree)
                            .toURI())
                    .resolve(mount);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
