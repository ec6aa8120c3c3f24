package dev.gracefulshutdown.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.shutdown.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher itself, on stand-ins for Java and Maven. */
final class LauncherTest {
    private static final int CTRL_C = 3;
    private static final String WIPED = "\r\033[K";

    @TempDir
    private Path directory;

    private Checkout checkout;

    @BeforeEach
    void aFreshCheckout() throws IOException {
        checkout = new Checkout(directory);
    }

    @Test
    void theFirstUseBuildsAndSaysSoInOnePlainLine() throws Exception {
        checkout.java("25.0.1");

        Checkout.Result result = checkout.run("--version");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEqualTo("graceful: building, once, in about half a minute …\n");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void whatIsBuiltIsRunWithoutAWord() throws Exception {
        checkout.java("25.0.1");
        checkout.run();

        Checkout.Result result = checkout.run();

        assertThat(result.err()).isEmpty();
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void aNewerSourceIsBuilt() throws Exception {
        checkout.java("25.0.1");
        checkout.run();
        checkout.age(checkout.jar(), Duration.ofHours(1));
        checkout.age(checkout.root.resolve("operator/src/main/Source.java"), Duration.ZERO);

        Checkout.Result result = checkout.run();

        assertThat(checkout.builds()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("graceful: building anew, in about half a minute …\n");
    }

    @Test
    void aDeletedSourceIsAChange() throws Exception {
        checkout.java("25.0.1");
        checkout.run();
        checkout.age(checkout.jar(), Duration.ofHours(1));
        Files.delete(checkout.root.resolve("operator/src/main/Source.java"));

        checkout.run();

        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void argumentsAndTheExitCodePassThrough() throws Exception {
        checkout.java("25.0.1");

        Checkout.Result result = checkout.with("EXIT_CODE", 7).run("stop", "two words", "", "*");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.out()).endsWith("/graceful.jar][stop][two words][][*]");
    }

    @Test
    void itBecomesTheJvmSoThatSignalsReachIt() throws Exception {
        checkout.java("25.0.1");

        Checkout.Result result = checkout.run();

        assertThat(result.out()).startsWith("pid " + result.pid() + "\n");
    }

    @Test
    void aLinkToALinkWorksFromAnotherDirectory() throws Exception {
        checkout.java("25.0.1");
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("../check out/graceful"));
        Files.createSymbolicLink(bin.resolve("second"), Path.of("first"));

        Checkout.Result result = checkout.finished(checkout.start(bin, bin.resolve("second"), "demo"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("[demo]");
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        checkout.java("25.0.1");
        Process one = checkout.start(checkout.root, checkout.root.resolve("graceful"));
        Process other = checkout.start(checkout.root, checkout.root.resolve("graceful"));

        assertThat(checkout.finished(one).exitCode()).isZero();
        assertThat(checkout.finished(other).exitCode()).isZero();
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLogAndEndsWithOne() throws Exception {
        checkout.java("25.0.1");

        Checkout.Result result = checkout.with("FAIL_BUILD", 1).run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("the build failed", "build.log", "a line of the log");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void ctrlCWhileItBuildsLeavesNoLineStanding() throws Exception {
        checkout.java("25.0.1");
        String launcher = "'" + checkout.root.resolve("graceful") + "'";
        Path terminal = Path.of(Programs.need("script", "bsdutils"));

        Process process = checkout.with("SLOW_BUILD", 1)
                .start(checkout.root, terminal, "--quiet", "--return", "--command", launcher, "/dev/null");
        await().atMost(Duration.ofSeconds(30)).until(() -> checkout.builds() == 1);
        process.getOutputStream().write(CTRL_C);
        process.getOutputStream().flush();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();

        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shown).contains("building, once,").endsWith(WIPED).doesNotContain("failed");
        assertThat(process.exitValue()).isEqualTo(130);
    }

    @Test
    void missingMavenIsNamedWithWhatToDo() throws Exception {
        checkout.java("25.0.1");

        Checkout.Result result = checkout.withoutMaven().run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("Maven (mvn) is needed", "apt-get install maven");
    }

    @Test
    void withoutMavenAnOldBuildRunsAndSaysSo() throws Exception {
        checkout.java("25.0.1");
        checkout.run();
        checkout.age(checkout.jar(), Duration.ofHours(3));

        Checkout.Result result = checkout.withoutMaven().run("demo");

        assertThat(result.out()).contains("[demo]");
        assertThat(result.err()).contains("sources have changed");
    }

    @Test
    void theBuildCanBeForbidden() throws Exception {
        checkout.java("25.0.1");

        Checkout.Result result = checkout.with("GRACEFUL_BUILD", "never").run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("GRACEFUL_BUILD=never");
        assertThat(checkout.builds()).isZero();
    }

    @Test
    void theStartCacheIsUsedOnceMade() throws Exception {
        checkout.java("25.0.1");

        assertThat(checkout.run().out()).contains("[-XX:AOTCache=").contains("/25.0.1+1.aot]");
    }

    @Test
    void eachJavaHasAStartCacheOfItsOwn() throws Exception {
        checkout.java("25.0.1");
        checkout.run();

        Checkout.Result result =
                checkout.with("GRACEFUL_JAVA_HOME", checkout.java("26")).run();

        assertThat(result.out()).contains("/26+1.aot]");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void aJavaThatCannotMakeTheStartCacheRunsWithoutAndIsNotAskedAgain() throws Exception {
        checkout.java("25.0.1");
        Checkout.Result first = checkout.with("FAIL_TRAINING", 1).run("demo");
        Checkout.Result second = checkout.run("demo");

        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("[demo]").doesNotContain("AOTCache");
        assertThat(second.err()).isEmpty();
    }

    @Test
    void noJavaIsSaidWithWhatToDo() throws Exception {
        Checkout.Result result = checkout.run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("no Java 25 or newer found", "JAVA_HOME");
    }

    @Test
    void olderJavasArePassedOver() throws Exception {
        Path old = checkout.java("17.0.15");
        checkout.java("1.8.0_392");
        checkout.java("27-ea");

        Checkout.Result result = checkout.with("JAVA_HOME", old).run();

        assertThat(result.out()).contains("/27-ea+1.aot]");
    }

    @Test
    void aJavaThatWasNamedIsNotReplacedByAnother() throws Exception {
        checkout.java("25.0.1");

        Checkout.Result result =
                checkout.with("GRACEFUL_JAVA_HOME", checkout.java("17.0.15")).run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("GRACEFUL_JAVA_HOME=", "is no Java 25");
    }
}
