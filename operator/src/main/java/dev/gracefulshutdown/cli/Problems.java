package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.runtime.docker.DockerException;
import dev.gracefulshutdown.runtime.linux.UnsupportedMachineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/** What an exception means to the one who typed the command. */
final class Problems {
    private Problems() {}

    static Problem of(Exception error) {
        return switch (error) {
            case Problem problem -> problem;
            case DockerException engine ->
                (engine.kind() == DockerException.Kind.INVALID
                                ? Problem.invalid(engine.object(), engine.what(), engine.remedy())
                                : Problem.failed(engine.object(), engine.what(), engine.remedy()))
                        .because(engine);
            case UnsupportedMachineException machine ->
                Problem.failed("this machine", words(machine.getMessage(), machine), "run it on a machine of these")
                        .because(machine);
            case CompletionException wrapped when wrapped.getCause() instanceof Exception cause -> of(cause);
            case UncheckedIOException wrapped ->
                of(Objects.requireNonNullElse(wrapped.getCause(), new IOException(wrapped)));
            case NoSuchFileException missing ->
                Problem.invalid(file(missing), "there is no such file", "check the path");
            case AccessDeniedException denied ->
                Problem.failed(file(denied), "permission denied", "run as a user who may, or with sudo");
            case FileSystemException other ->
                Problem.failed(file(other), words(other.getReason(), other), "check the path and the disk");
            case IOException io ->
                Problem.failed(
                        "input/output", words(io.getMessage(), io), "run it again with --debug for the whole trace");
            default ->
                Problem.failed(
                        "a fault of graceful itself",
                        error.getClass().getSimpleName() + ": " + error.getMessage(),
                        "run it again with --debug and report the trace");
        };
    }

    private static String file(FileSystemException error) {
        return Objects.requireNonNullElse(error.getFile(), "file");
    }

    private static String words(@org.jspecify.annotations.Nullable String reason, Exception error) {
        return Objects.requireNonNullElseGet(reason, error.getClass()::getSimpleName);
    }
}
