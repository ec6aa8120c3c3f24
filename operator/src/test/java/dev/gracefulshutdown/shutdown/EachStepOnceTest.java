package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.ladder.Step.Purpose;
import dev.gracefulshutdown.runtime.Container;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

    /** Nobody of that PID namespace. */
    private static final int US = 0;

    private static final int PID_1 = 1;

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
        heardOnce(known, Delivery.AUTO, from(PID_1), "main");
        heardOnce(renamed, Delivery.AUTO, from(PID_1), "main");
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
        heardOnce(actor, Delivery.AUTO, from(pidThere(actor, "tini")), "main");
    }

    @Test
    void everyDeliveryStopsAtAForwarder() {
        String tini = Programs.need("tini", "tini");
        for (Delivery delivery : List.of(Delivery.AUTO, Delivery.MAIN, Delivery.ALL)) {
            heardOnce(counter("tini-" + delivery, Stream.of(tini, "--")), delivery, from(PID_1), "main");
        }
    }

    @ParameterizedTest
    @EnumSource
    void byAProcessThatHears(Ear ear) {
        heardOnce(counter("alone", Stream.of(), ear.mode()), Delivery.AUTO, ear.from(US), "main");
    }

    @ParameterizedTest
    @EnumSource
    void byTheOnlyChildOfAShellThatHearsNothing(Ear ear) {
        Stage.Actor actor =
                stage.start("wrapped", "sh", "-c", line(ear.mode()) + "; true").says("main ready");
        heardOnce(actor, Delivery.AUTO, ear.from(US), "main");
    }

    @ParameterizedTest
    @EnumSource
    void byTheChildOfAShellThatPassesSignalsOnItself(Ear ear) {
        Stage.Actor actor = stage.start(
                        "forwarding",
                        Programs.need("bash", "bash"),
                        "-c",
                        line(ear.mode())
                                + " & child=$!; for s in TERM INT QUIT; do trap \"kill -$s $child\" $s; done; "
                                + "echo trapped; while kill -0 $child 2>/dev/null; do wait $child; done")
                .says("main ready")
                .says("trapped");
        heardOnce(actor, Delivery.AUTO, ear.from(PID_1), "main");
    }

    @ParameterizedTest
    @EnumSource
    void byTheMasterOfAServerAndNotByItsWorkers(Ear ear) {
        Stage.Actor actor = counter("prefork", Stream.of(), ear.mode(), "workers=4");
        allWorkersServe(actor, 4);
        heardOnce(actor, Delivery.AUTO, ear.from(US), "main");
        noWorkerHeard(actor);
    }

    @ParameterizedTest
    @EnumSource
    void byTheMasterOfAServerBelowAShell(Ear ear) {
        Stage.Actor actor = stage.start("wrapped-prefork", "sh", "-c", line(ear.mode(), "workers=4") + "; true")
                .says("main ready");
        allWorkersServe(actor, 4);
        heardOnce(actor, Delivery.AUTO, ear.from(US), "main");
        noWorkerHeard(actor);
    }

    /** Of those that have handlers: one that waits for signals counts as an init, whose children get nothing. */
    @Test
    void byEveryoneWhereThePlanSaysAll() {
        Stage.Actor actor = counter("all", Stream.of(), "catch", "workers=2");
        allWorkersServe(actor, 2);
        heardOnce(actor, Delivery.ALL, Ear.CATCH.from(US), "main", "worker-0", "worker-1");
    }

    @ParameterizedTest
    @EnumSource
    void byTheTopmostOfTwoServersSideBySide(Ear ear) {
        Stage.Actor actor = stage.start(
                        "two",
                        "sh",
                        "-c",
                        line(ear.mode(), "label=one") + " & " + line(ear.mode(), "label=two", "workers=1") + "; true")
                .says("one ready")
                .says("two ready");
        allWorkersServe(actor, 1);
        heardOnce(actor, Delivery.AUTO, ear.from(US), "one", "two");
        noWorkerHeard(actor);
    }

    /** How a counter listens, and what it can tell of who sent. */
    enum Ear {
        CATCH,
        QUEUE;

        private String mode() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String from(int sender) {
            return this == QUEUE ? EachStepOnceTest.from(sender) : "";
        }
    }

    private static String from(int sender) {
        return " from " + sender;
    }

    /** As its own PID namespace counts. */
    private int pidThere(Stage.Actor actor, String name) {
        try (Container container = stage.container(actor)) {
            return container.read().tree().stream()
                    .filter(process -> process.name().equals(name))
                    .mapToInt(ProcessFacts::namespacePid)
                    .findFirst()
                    .orElseThrow();
        }
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

    private static void noWorkerHeard(Stage.Actor actor) {
        assertThat(actor.lines()).noneMatch(line -> line.startsWith("worker") && line.contains("got"));
    }

    /**
     * Held at its end instead of killed, so that what was sent has all the time to arrive.
     *
     * @param sender as its hearers tell it
     */
    private void heardOnce(Stage.Actor actor, Delivery to, String sender, String... hearers) {
        Recorder recorder = new Recorder(stage.container(actor));
        RunningShutdown shutdown =
                stage.runner().start(actor.name(), recorder, held(to), new HearingMemory(), report -> {});
        for (String hearer : hearers) {
            for (Signal step : STEPS) {
                await(actor.name() + ": " + hearer + " gets " + step)
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> !heard(actor, hearer, step).isEmpty());
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
                        .containsExactly("%s got %s%s".formatted(hearer, step.shortName(), sender));
            }
        }
    }

    private static List<String> heard(Stage.Actor actor, String hearer, Signal signal) {
        return actor.lines().stream()
                .filter(line -> (line + " ").startsWith(hearer + " got " + signal.shortName() + " "))
                .toList();
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
