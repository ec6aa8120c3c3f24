package dev.gracefulshutdown.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are made of others and committed all the same: {@code -Ddeploy.write} brings them into step. */
final class InStep {
    private InStep() {}

    static boolean writes() {
        return System.getProperty("deploy.write") != null;
    }

    static void check(Path file, String expected) {
        try {
            if (writes()) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, expected);
            }
            assertThat(file).exists();
            assertThat(Files.readString(file))
                    .as("%s: run mvn test -Dtest='dev.gracefulshutdown.delivery.*' -Ddeploy.write", file)
                    .isEqualTo(expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
