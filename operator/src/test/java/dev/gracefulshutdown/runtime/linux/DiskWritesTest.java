package dev.gracefulshutdown.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Condition.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 9's figures over a cgroup whose files change as the test says: above 1 MiB/s over 2 s. */
class DiskWritesTest {
    private static final String ID = "ab".repeat(32);
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path mount;

    private Path folder;
    private DiskWrites writes;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectories(mount.resolve("docker").resolve(ID));
        Files.createFile(mount.resolve("cgroup.controllers"));
        writes = new DiskWrites(new CgroupFolders(mount).of(ID, Cgroups.parse("0::/docker/" + ID + "\n")));
    }

    @Test
    void nothingIsKnownBeforeTwoSecondsAreOver() throws IOException {
        written(0);
        assertThat(lookAt(0)).isEqualTo(Verdict.PENDING);
        assertThat(lookAt(500)).isEqualTo(Verdict.PENDING);
        written(100 * MEBIBYTE);
        assertThat(lookAt(1_999)).isEqualTo(Verdict.PENDING);
        assertThat(lookAt(2_000)).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void moreThanAMebibyteASecondHoldsAndLessDoesNot() throws IOException {
        written(0);
        lookAt(0);
        written(2 * MEBIBYTE + 1);
        assertThat(lookAt(2_000)).isEqualTo(Verdict.HOLDS);
        assertThat(lookAt(4_000)).isEqualTo(Verdict.CLEAR);
        written(4 * MEBIBYTE);
        assertThat(lookAt(6_000)).isEqualTo(Verdict.CLEAR);
    }

    @Test
    void onlyTheLastTwoSecondsCount() throws IOException {
        written(0);
        lookAt(0);
        written(100 * MEBIBYTE);
        for (long at = 500; at <= 2_000; at += 500) {
            lookAt(at);
        }
        assertThat(lookAt(2_400)).isEqualTo(Verdict.HOLDS);
        assertThat(lookAt(3_000)).isEqualTo(Verdict.CLEAR);
    }

    @Test
    void allDisksCountTogether() throws IOException {
        Files.writeString(folder.resolve("io.stat"), "8:0 rbytes=9 wbytes=0 rios=1\n8:16 rbytes=9 wbytes=0\n8:32 \n");
        lookAt(0);
        Files.writeString(
                folder.resolve("io.stat"),
                "8:0 rbytes=9 wbytes=%d rios=1\n8:16 rbytes=9 wbytes=%d\n8:32 \n"
                        .formatted(MEBIBYTE + 1, MEBIBYTE + 1));
        assertThat(lookAt(2_000)).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void whatNoLongerWaitsHasGoneToTheDisk() throws IOException {
        unwritten(30 * MEBIBYTE, 5 * MEBIBYTE);
        assertThat(lookAt(0)).isEqualTo(Verdict.PENDING);
        unwritten(25 * MEBIBYTE, 6 * MEBIBYTE);
        assertThat(lookAt(2_000)).isEqualTo(Verdict.HOLDS);
        assertThat(lookAt(4_000)).isEqualTo(Verdict.CLEAR);
    }

    @Test
    void moreThatWaitsIsNoWrite() throws IOException {
        unwritten(0, 0);
        lookAt(0);
        unwritten(100 * MEBIBYTE, 0);
        assertThat(lookAt(2_000)).isEqualTo(Verdict.CLEAR);
    }

    @Test
    void versionOneTellsWhatWaits() throws IOException {
        Path memory = Files.createDirectories(mount.resolve("memory/docker").resolve(ID));
        DiskWrites old =
                new DiskWrites(new CgroupFolders(mount).of(ID, Cgroups.parse("4:memory:/docker/" + ID + "\n")));
        Files.writeString(memory.resolve("memory.stat"), "total_dirty %d\ntotal_writeback 0\n".formatted(9 * MEBIBYTE));
        assertThat(old.look(0)).isEqualTo(Verdict.PENDING);
        Files.writeString(memory.resolve("memory.stat"), "total_dirty 0\ntotal_writeback 0\n");
        assertThat(old.look(Duration.ofSeconds(2).toNanos())).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void withoutFiguresNothingIsKnown() {
        assertThat(lookAt(0)).isEqualTo(Verdict.UNKNOWN);
        assertThat(lookAt(2_000)).isEqualTo(Verdict.UNKNOWN);
        assertThat(new DiskWrites(CgroupFiles.none()).look(0)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void figuresThatAppearOnlyLaterAreNoWrites() throws IOException {
        unwritten(0, 0);
        lookAt(0);
        written(100 * MEBIBYTE);
        assertThat(lookAt(2_000)).isEqualTo(Verdict.CLEAR);
    }

    private Verdict lookAt(long millis) {
        return writes.look(Duration.ofMillis(millis).toNanos());
    }

    private void written(long bytes) throws IOException {
        Files.writeString(folder.resolve("io.stat"), "259:0 rbytes=1 wbytes=" + bytes + " rios=1 wios=1\n");
    }

    private void unwritten(long dirty, long writeback) throws IOException {
        Files.writeString(
                folder.resolve("memory.stat"),
                "anon 1\nfile_dirty %d\nfile_writeback %d\n".formatted(dirty, writeback));
    }
}
