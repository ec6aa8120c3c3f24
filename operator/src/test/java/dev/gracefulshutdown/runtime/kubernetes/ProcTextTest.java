package dev.gracefulshutdown.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcTextTest {
    private static final String TERM = "0000000000004000";
    private static final String NONE = "0000000000000000";

    private static String process(int pid, int parent, String name, String caught, long start, String argv) {
        return "\n@" + pid + "\nName:\t" + name + "\nUmask:\t0022\nState:\tS (sleeping)\nPid:\t" + pid + "\nPPid:\t"
                + parent
                + "\nNSpid:\t" + pid + "\nThreads:\t1\nSigBlk:\t" + NONE + "\nSigIgn:\t" + NONE + "\nSigCgt:\t" + caught
                + "\n"
                + pid + " (" + name + ") S " + parent + " 1 1 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 " + start + " 1 1\n"
                + argv;
    }

    private static Look.Read read(String text) {
        return ProcText.parse(text, name -> name.equals("tini")).orElseThrow();
    }

    @Test
    void pidOneIsTheMainProcessWithItsChildrenItsAgeAndItsCommandLine() {
        Look.Read read = read("100.50 3.00\n"
                + process(1, 0, "sh", NONE, 5000, "sh\0-c\0a\nb\0")
                + process(7, 1, "server", TERM, 5010, "/bin/server\0"));

        ProcessFacts main = read.reading().main().orElseThrow();
        assertThat(main.display()).isEqualTo("1 sh");
        assertThat(Hearing.of(main, Signal.TERM)).isEqualTo(Hearing.DEAF);
        assertThat(read.reading().mainAgeMillis()).isEqualTo(50_500);
        assertThat(read.reading().tree()).extracting(ProcessFacts::display).containsExactly("1 sh", "7 server");
        assertThat(read.commandLines().get(main.pid())).containsExactly("sh", "-c", "a\nb");
    }

    @Test
    void whereThePidsAreSharedItIsTheOldestThatWasStartedFromOutside() {
        Look.Read read = read("100.00 3.00\n"
                + process(30, 0, "probe", NONE, 9000, "probe\0")
                + process(7, 0, "sh", NONE, 5000, "sh\0")
                + process(8, 7, "sleep", NONE, 5001, "sleep\0"));

        ProcessFacts main = read.reading().main().orElseThrow();
        assertThat(main.display()).isEqualTo("7 sh");
        assertThat(Hearing.of(main, Signal.TERM)).isEqualTo(Hearing.ENDS);
        assertThat(read.reading().tree()).hasSize(2);
        assertThat(read.reading().processes()).hasSize(3);
    }

    @Test
    void anInitIsKnownByItsNameOrByWhatItWasStartedAs() {
        assertThat(read("1.0 1\n" + process(1, 0, "tini", NONE, 0, "x\0"))
                        .reading()
                        .main()
                        .orElseThrow()
                        .forwarder())
                .isTrue();
        assertThat(read("1.0 1\n" + process(1, 0, "x", NONE, 0, "/sbin/tini\0--\0"))
                        .reading()
                        .main()
                        .orElseThrow()
                        .forwarder())
                .isTrue();
    }

    @Test
    void noStandInIsAPidThatAKernelGives() {
        assertThat(read("1.0 1\n" + process(1, 0, "sh", NONE, 0, "")).reading().mainPid())
                .isGreaterThan(4_194_304);
    }

    @Test
    void whatIsCutOffOrHasNoMasksIsNotRead() {
        String whole = "1.0 1\n" + process(1, 0, "sh", NONE, 0, "sh\0");

        assertThat(ProcText.parse(whole.replaceAll("Sig.*\n", ""), n -> false)).isEmpty();
        for (int end = 0; end < whole.indexOf(" 1 1\n"); end++) {
            assertThat(ProcText.parse(whole.substring(0, end), n -> false)).isEmpty();
        }
    }

    @Test
    void theScriptReadsTheProcessesOfThisMachineButItself() throws IOException {
        Process sleep = new ProcessBuilder("sleep", "1000").start();
        try {
            String all = output(Commands.all(true));
            assertThat(ProcText.parse(all, n -> false)).isPresent();
            assertThat(output(Commands.all(false))).contains("\n@" + sleep.pid() + "\n", "sleep\u00001000\u0000");
        } finally {
            sleep.destroyForcibly();
        }
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain("\n@" + process.pid() + "\n");
        return text;
    }
}
