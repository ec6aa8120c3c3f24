package dev.gracefulshutdown.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program on the PATH, called from the project's root. */
public record Program(String name) {
    public static final Program HELM = new Program("helm");
    public static final Program KUBECTL = new Program("kubectl");
    public static final Program DOCKER = new Program("docker");

    /** The project's root. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** One call: its exit code and what it printed. */
    public record Result(String command, int code, String out, String err) {
        /** What it printed, if it succeeded. */
        public String text() {
            if (code != 0) {
                throw new AssertionError(command + " ended with " + code + ": " + err + out);
            }
            return out;
        }

        /** The lines of what it complained about, whether it failed or not. */
        public List<String> complaints() {
            return err.lines().toList();
        }

        /** What it complained about, since it must have failed. */
        public String complaint() {
            if (code == 0) {
                throw new AssertionError(command + " succeeded: " + out);
            }
            return err;
        }
    }

    public Result call(String... arguments) {
        return with("", arguments);
    }

    /** @param input what it reads */
    public Result with(String input, String... arguments) {
        List<String> command =
                Stream.concat(Stream.of(name), Stream.of(arguments)).toList();
        try {
            Path errors = Files.createTempFile("graceful-test", ".err");
            Process process = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(UTF_8));
            }
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            Result result = new Result(String.join(" ", command), process.waitFor(), out, Files.readString(errors));
            Files.delete(errors);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
