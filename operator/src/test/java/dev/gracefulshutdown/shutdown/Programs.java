package dev.gracefulshutdown.shutdown;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that tests play with. A test whose program is not installed here is left out, with the package to install. */
public final class Programs {
    private static final Supplier<Boolean> NAMESPACES = once(Programs::canMakeNamespaces);

    private Programs() {}

    /** The program's path; without it the test is left out. */
    public static String need(String program, String debianPackage) {
        Optional<String> path = find(program);
        Assumptions.assumeTrue(path.isPresent(), program + " is not installed: apt-get install " + debianPackage);
        return path.orElseThrow();
    }

    /** Debian's own before anything else of the name: a version manager's shim is a shell script. */
    public static Optional<String> find(String program) {
        return Stream.concat(
                        Stream.of("/usr/bin", "/bin"),
                        Arrays.stream(System.getenv("PATH").split(":")))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    public static String python() {
        return need("python3", "python3");
    }

    /** The JDK's that runs the test. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A file of {@code src/test/resources/programs}. */
    public static String script(String name) {
        try {
            return Path.of(Programs.class.getResource("/programs/" + name).toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A process that counts its signals: see the script. */
    public static List<String> counter(String... arguments) {
        List<String> command = new ArrayList<>(List.of(python(), script("counter.py")));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A main class of the test class path in a JVM of its own. */
    public static List<String> driver(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Without PID namespaces the test is left out. */
    public static void needNamespaces() {
        Assumptions.assumeTrue(
                NAMESPACES.get(),
                "no PID namespaces here: run as root, or allow user namespaces (kernel.unprivileged_userns_clone=1, "
                        + "kernel.apparmor_restrict_unprivileged_userns=0)");
    }

    /** Root's powers over mounts; without them the test is left out. */
    public static void needRoot() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    }

    private static boolean canMakeNamespaces() {
        List<String> line = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
        if (!"root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("--user", "--map-root-user"));
        }
        line.add("true");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A copy under another name, as images have it: {@code /init}. */
    public static String renamed(String program, Path folder, String name) {
        try {
            Path copy = folder.resolve(name);
            Files.copy(Path.of(program), copy);
            if (!copy.toFile().setExecutable(true)) {
                throw new IOException(copy + " can't be made executable");
            }
            return copy.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> Supplier<T> once(Supplier<T> supplier) {
        return new Supplier<>() {
            private final List<T> value = new ArrayList<>();

            @Override
            public synchronized T get() {
                if (value.isEmpty()) {
                    value.add(supplier.get());
                }
                return value.getFirst();
            }
        };
    }
}
