package dev.gracefulshutdown.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A checkout with the real launcher, stand-ins for Java and Maven, and a PATH of nothing but what the launcher may use. */
final class Checkout {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> TOOLS = List.of(
            "sh",
            "find",
            "flock",
            "tail",
            "touch",
            "mkdir",
            "mv",
            "rm",
            "dirname",
            "readlink",
            "sed",
            "cp",
            "chmod",
            "sleep");

    /** Says what it was given; makes a cache when asked for one, and on FAIL_TRAINING does not. */
    private static final String JAVA = """
            #!/bin/sh
            for argument in "$@"; do
              case $argument in -XX:AOTCacheOutput=*)
                if [ -n "${FAIL_TRAINING-}" ]; then exit 1; fi
                echo cache >"${argument#*=}"
                exit 0
              esac
            done
            echo "pid $$"
            printf '[%s]' "$@"
            exit "${EXIT_CODE-0}"
            """;

    private static final String MAVEN = """
            #!/bin/sh
            echo called >>"$CALLS"
            if [ -n "${SLOW_BUILD-}" ]; then exec sleep 60; fi
            if [ -n "${FAIL_BUILD-}" ]; then echo 'a line of the log'; exit 1; fi
            while [ "$1" != -f ]; do shift; done
            echo jar >"${2%/pom.xml}/operator/target/graceful.jar"
            """;

    final Path root;
    private final Path tools;
    private final Path calls;
    private final Path jvms;
    private final Map<String, String> environment = new HashMap<>();

    record Result(long pid, int exitCode, String out, String err) {}

    Checkout(Path directory) throws IOException {
        root = Files.createDirectories(directory.resolve("check out"));
        tools = Files.createDirectories(directory.resolve("tools"));
        jvms = Files.createDirectories(directory.resolve("jvms"));
        calls = directory.resolve("maven-calls");
        for (String script : List.of("graceful", "scripts/find-jdk")) {
            Files.createDirectories(root.resolve(script).getParent());
            Files.copy(REPOSITORY.resolve(script), root.resolve(script));
        }
        Files.createDirectories(root.resolve("operator/src/main"));
        for (String source : List.of("pom.xml", "operator/pom.xml", "operator/src/main/Source.java")) {
            Files.writeString(root.resolve(source), "");
            age(root.resolve(source), Duration.ofHours(2));
        }
        age(root.resolve("operator/src/main"), Duration.ofHours(2));
        for (String tool : TOOLS) {
            Optional<Path> real = onPath(tool);
            if (real.isPresent()) {
                executable(tools.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(real.get()));
            }
        }
        executable(tools.resolve("mvn"), MAVEN);
        environment.putAll(Map.of(
                "PATH", tools.toString(),
                "HOME", directory.toString(),
                "CALLS", calls.toString(),
                "GRACEFUL_JVM_DIRS", jvms.toString()));
    }

    /** A Java of this version among the usual places. */
    Path java(String version) throws IOException {
        Path home = Files.createDirectories(jvms.resolve("java-" + version));
        Files.createDirectories(home.resolve("bin"));
        executable(home.resolve("bin/java"), JAVA);
        executable(home.resolve("bin/javac"), "");
        Files.writeString(
                home.resolve("release"),
                "JAVA_RUNTIME_VERSION=\"%s+1\"\nJAVA_VERSION=\"%s\"\n".formatted(version, version));
        return home;
    }

    Checkout with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    Checkout withoutMaven() throws IOException {
        Files.delete(tools.resolve("mvn"));
        return this;
    }

    void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    Path jar() {
        return root.resolve("operator/target/graceful.jar");
    }

    long builds() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    Result run(String... arguments) throws Exception {
        return finished(start(root, root.resolve("graceful"), arguments));
    }

    Process start(Path directory, Path launcher, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(launcher.toString());
        builder.command().addAll(List.of(arguments));
        builder.directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    Result finished(Process process) throws Exception {
        process.getOutputStream().close();
        // Both fit into a pipe.
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher hangs");
        }
        return new Result(
                process.pid(),
                process.exitValue(),
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Optional<Path> onPath(String tool) {
        return Stream.of("/usr/bin", "/bin")
                .map(directory -> Path.of(directory, tool))
                .filter(Files::exists)
                .findFirst();
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
