package dev.gracefulshutdown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.cli.kit.Surroundings;
import dev.gracefulshutdown.runtime.linux.UnsupportedMachineException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class CliTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Command(name = "try", description = "Tries.")
    private record Try(Callable<Integer> what) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            return what.call();
        }
    }

    private int run(Map<String, String> environment, Callable<Integer> what, String... arguments) {
        List<Object> commands = new ArrayList<>(Main.commands());
        commands.add(new Try(what));
        Cli cli = new Cli(new Surroundings(false, false, environment), commands);
        cli.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return cli.run(arguments);
    }

    private int run(String... arguments) {
        return run(Map.of(), () -> 0, arguments);
    }

    @Test
    void helpListsCommandsExamplesAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("Usage: graceful", "generate-completion", "Examples:", "Exit codes:", "README.md")
                .doesNotContain("warm-up");
    }

    @Test
    void helpOfEveryCommandNamesTheExitCodes() {
        assertThat(run("try", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: graceful try", "Exit codes:", "--debug");
    }

    @Test
    void everyCommandIsFoundByTheNameThatItHas() {
        Main.byName().forEach((name, command) -> {
            assertThat(new CommandLine(command.get()).getCommandName()).isEqualTo(name);
            assertThat(Main.commandsFor(name, "--help")).isNotEmpty();
        });
        assertThat(Main.commandsFor("stop", "web")).hasSize(1);
        assertThat(Main.commandsFor("generate-completion")).hasSameSizeAs(Main.commands());
        assertThat(Main.commandsFor("--no-such-option")).hasSameSizeAs(Main.commands());
    }

    @Test
    void noCommandShowsTheHelp() {
        assertThat(run()).isZero();
        assertThat(out.toString()).startsWith("Usage: graceful");
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .startsWith("graceful ")
                .contains("Java 2");
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheOneThatWasMeant() {
        assertThat(run("generate-completoin")).isEqualTo(2);
        assertThat(err.toString()).contains("no such command: generate-completoin", "did you mean generate-completion");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpOfACommandIsFoundByTheWordToo() {
        assertThat(run("help", "demo")).isZero();
        assertThat(out.toString()).contains("Usage: graceful demo");
        assertThat(run("help")).isZero();
        assertThat(out.toString()).contains("Usage: graceful [");
        assertThat(run("help", "demoo")).isEqualTo(2);
        assertThat(err.toString()).contains("no such command: demoo", "did you mean demo");
    }

    @Test
    void aResultThatCannotBeWrittenIsNoSuccess() {
        assertThat(written("No space left on device")).isEqualTo(1);
        assertThat(err.toString()).contains("standard output: No space left on device");
    }

    @Test
    void aReaderWhoHasReadEnoughIsNoFailure() {
        assertThat(written("Broken pipe")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    private int written(String failure) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        Cli cli = new Cli(Surroundings.none(), Main.commands(), broken);
        cli.commandLine().setErr(new PrintWriter(err, true));
        return cli.run("--version");
    }

    @Test
    void aWrongChoiceIsAnsweredWithTheRightOnes() {
        assertThat(run("--color=pink")).isEqualTo(2);
        assertThat(err.toString()).contains("\"pink\" is none of auto, always, never");
    }

    @Test
    void optionsOfTheProgramStandBeforeOrAfterTheCommand() {
        assertThat(run("--color", "always", "try")).isZero();
        assertThat(run("try", "--color", "always")).isZero();
    }

    @Test
    void theCommandsExitCodeIsTheProgrammes() {
        assertThat(run(Map.of(), () -> 1, "try")).isEqualTo(1);
    }

    @Test
    void invalidInputIsTwoLinesAndExitCodeTwo() {
        int code = run(
                Map.of(),
                () -> {
                    throw Problem.invalid(
                            "a.yaml", "spec.gracePeriod", "\"soon\" is no duration", "write it as in 90s");
                },
                "try");

        assertThat(code).isEqualTo(2);
        assertThat(err)
                .hasToString("graceful: a.yaml: spec.gracePeriod: \"soon\" is no duration\n  write it as in 90s\n");
    }

    @Test
    void aMissingFileIsInvalidInput() {
        int code = run(
                Map.of(),
                () -> {
                    throw new NoSuchFileException("a.yaml");
                },
                "try");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("a.yaml: there is no such file");
    }

    @Test
    void aMachineThatIsNotKnownIsNoFaultOfOurs() {
        int code = run(
                Map.of(),
                () -> {
                    throw new CompletionException(new UnsupportedMachineException("s390x"));
                },
                "try");

        assertThat(code).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "graceful: this machine: no signals can be sent on s390x: the kernel's calls are known for "
                                + "x86-64, arm64, riscv64 and loongarch64\n  run it on a machine of these\n");
    }

    @Test
    void aFaultOfOursShowsNoTraceUnlessAskedFor() {
        Callable<Integer> fault = () -> {
            throw new IllegalStateException("broken");
        };

        assertThat(run(Map.of(), fault, "try")).isEqualTo(1);
        assertThat(err.toString()).contains("broken", "--debug").doesNotContain("\tat ");
        assertThat(run(Map.of(), fault, "try", "--debug")).isEqualTo(1);
        assertThat(err.toString()).contains("\tat ");
    }

    @Test
    void theEnvironmentAsksForTracesToo() {
        run(
                Map.of("GRACEFUL_DEBUG", "1"),
                () -> {
                    throw Problem.failed("engine", "does not answer", "start it")
                            .because(new IllegalStateException("why"));
                },
                "try");

        assertThat(err.toString())
                .contains("engine: does not answer", "Caused by: java.lang.IllegalStateException: why");
    }

    @Test
    void completionKnowsTheCommandsAndHidesTheHiddenOne() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString())
                .contains("_complete_graceful", "generate-completion")
                .doesNotContain("warm-up");
    }

    @Test
    void theWarmUpChangesNothingAndSaysNothing() {
        assertThat(run("warm-up")).isZero();
        assertThat(out.toString() + err).isEmpty();
    }
}
