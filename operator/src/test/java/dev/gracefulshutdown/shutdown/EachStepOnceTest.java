package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.Step.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 6: each step reaches each process at most once, whoever stands between it and us. */
class EachStepOnceTest {
    private static final List<Signal> STEPS = List.of(Signal.TERM, Signal.INT, Signal.QUIT);

    @TempDir
    private Path folder;

    private Stage stage;

    @BeforeEach
    void open() {
        Programs.needNamespaces();
        stage = new Stage(folder);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void throughAnInitByItsNameAndUnderAnother(Init init) {
        String program = Programs.need(init.program, init.program);
        Stage.Actor known = counter("known", Stream.concat(Stream.of(program), init.options.stream()));
        Stage.Actor renamed = counter(
                "renamed",
                Stream.concat(Stream.of(Programs.renamed(program, folder, "launch")), init.options.stream()));
        heardOnce(known, Delivery.AUTO, "main");
        heardOnce(renamed, Delivery.AUTO, "main");
    }

    @SuppressWarnings("ImmutableEnumChecker") // its lists are copies
    enum Init {
        TINI("tini", "--"),
        TINI_GROUP("tini", "-g", "--"),
        CATATONIT("catatonit", "--"),
        DUMB_INIT("dumb-init", "--"),
        DUMB_INIT_SINGLE_CHILD("dumb-init", "--single-child", "--");

        private final String program;
        private final List<String> options;

        Init(String program, String... options) {
            this.program = program;
            this.options = List.of(options);
        }
    }

    @Test
    void throughAnInitBelowAShell() {
        String tini = Programs.need("tini", "tini");
        Stage.Actor actor = stage.start("wrapped-init", "sh", "-c", tini + " -s -- " + line("queue") + "; true")
                .says("main ready");
        heardOnce(actor, Delivery.AUTO, "main");
    }

    @Test
    void everyDeliveryStopsAtAForwarder() {
        String tini = Programs.need("tini", "tini");
        for (Delivery delivery : List.of(Delivery.AUTO, Delivery.MAIN, Delivery.ALL)) {
            heardOnce(counter("tini-" + delivery, Stream.of(tini, "--")), delivery, "main");
        }
    }

    @Test
    void byAProcessThatCatches() {
        heardOnce(counter("alone", Stream.of(), "catch"), Delivery.AUTO, "main");
    }

    @Test
    void byTheOnlyChildOfAShellThatHearsNothing() {
        Stage.Actor actor =
                stage.start("wrapped", "sh", "-c", line("queue") + "; true").says("main ready");
        heardOnce(actor, Delivery.AUTO, "main");
        assertThat(actor.lines()).contains("main got TERM from 0");
    }

    @Test
    void byTheChildOfAShellThatPassesSignalsOnItself() {
        Stage.Actor actor = stage.start(
                        "forwarding",
                        Programs.need("bash", "bash"),
                        "-c",
                        line("catch")
                                + " & child=$!; for s in TERM INT QUIT; do trap \"kill -$s $child\" $s; done; "
                                + "echo trapped; while kill -0 $child 2>/dev/null; do wait $child; done")
                .says("main ready")
                .says("trapped");
        heardOnce(actor, Delivery.AUTO, "main");
    }

    @Test
    void byTheMasterOfAServerAndNotByItsWorkers() {
        Stage.Actor actor = counter("prefork", Stream.of(), "catch", "workers=4");
        allWorkersServe(actor, 4);
        heardOnce(actor, Delivery.AUTO, "main");
    }

    @Test
    void byTheMasterOfAServerBelowAShell() {
        Stage.Actor actor = stage.start("wrapped-prefork", "sh", "-c", line("catch", "workers=4") + "; true")
                .says("main ready");
        allWorkersServe(actor, 4);
        heardOnce(actor, Delivery.AUTO, "main");
        assertThat(actor.lines()).noneMatch(line -> line.startsWith("worker") && line.contains("got"));
    }

    @Test
    void byEveryoneWhereThePlanSaysAll() {
        Stage.Actor actor = counter("all", Stream.of(), "catch", "workers=2");
        allWorkersServe(actor, 2);
        heardOnce(actor, Delivery.ALL, "main", "worker-0", "worker-1");
    }

    @Test
    void byTheTopmostOfTwoServersSideBySide() {
        Stage.Actor actor = stage.start(
                        "two",
                        "sh",
                        "-c",
                        line("catch", "label=one") + " & " + line("catch", "label=two", "workers=1") + "; true")
                .says("one ready")
                .says("two ready");
        allWorkersServe(actor, 1);
        heardOnce(actor, Delivery.AUTO, "one", "two");
        assertThat(actor.lines()).noneMatch(line -> line.startsWith("worker") && line.contains("got"));
    }

    private Stage.Actor counter(String name, Stream<String> before, String... arguments) {
        String[] counted = arguments.length == 0 ? new String[] {"queue"} : arguments;
        String[] command =
                Stream.concat(before, Programs.counter(counted).stream()).toArray(String[]::new);
        return stage.start(name, command).says("main ready");
    }

    private static String line(String... arguments) {
        return String.join(" ", Programs.counter(arguments));
    }

    private static void allWorkersServe(Stage.Actor actor, int workers) {
        for (int i = 0; i < workers; i++) {
            actor.says("worker-" + i + " ready");
        }
    }

    /** Held at its end instead of killed, so that what was sent has all the time to arrive. */
    private void heardOnce(Stage.Actor actor, Delivery to, String... hearers) {
        Recorder recorder = new Recorder(stage.container(actor));
        RunningShutdown shutdown =
                stage.runner().start(actor.name(), recorder, held(to), new HearingMemory(), report -> {});
        for (String hearer : hearers) {
            for (Signal step : STEPS) {
                await(actor.name() + ": " + hearer + " gets " + step)
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> heard(actor, hearer, step) > 0);
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> shutdown.report().outcome().equals(Optional.of(Outcome.HELD)));
        shutdown.release();
        assertThat(Stage.finished(shutdown).outcome()).contains(Outcome.FORCED);
        assertThat(recorder.sent().stream().map(s -> s.signal() + " to " + s.to()))
                .as("what we sent")
                .doesNotHaveDuplicates();
        for (String hearer : hearers) {
            for (Signal step : STEPS) {
                assertThat(heard(actor, hearer, step))
                        .as("%s of %s", step, hearer)
                        .isEqualTo(1);
            }
        }
    }

    private static long heard(Stage.Actor actor, String hearer, Signal signal) {
        return actor.lines().stream()
                .filter(line -> (line + " ").startsWith(hearer + " got " + signal.shortName() + " "))
                .count();
    }

    private static Ladder held(Delivery to) {
        return new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(
                        new Step(Duration.ZERO, Signal.TERM, to, Purpose.ASK),
                        new Step(Duration.ofMillis(200), Signal.INT, to, Purpose.ASK),
                        new Step(Duration.ofMillis(400), Signal.QUIT, to, Purpose.ASK)),
                Duration.ofMillis(600),
                OnUndeliverable.WAIT,
                Set.of(),
                Duration.ZERO,
                OnDeadline.HOLD);
    }
}
