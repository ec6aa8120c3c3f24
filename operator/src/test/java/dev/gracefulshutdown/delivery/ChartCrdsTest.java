package dev.gracefulshutdown.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A chart can only read files of its own, so the CRDs are in it once more. */
class ChartCrdsTest {
    static final Path CRDS = Program.ROOT.resolve("crds");
    private static final Path COPIES = Chart.FOLDER.resolve("files/crds");

    @Test
    void theChartHasTheVeryCrdsOfTheProject() throws IOException {
        copyOrCheck();
        assertThat(names(COPIES)).isEqualTo(names(CRDS));
    }

    static void copyOrCheck() throws IOException {
        for (String name : names(CRDS)) {
            InStep.check(COPIES.resolve(name), Files.readString(CRDS.resolve(name)));
        }
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
