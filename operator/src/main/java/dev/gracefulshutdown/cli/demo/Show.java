package dev.gracefulshutdown.cli.demo;

import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.LiveProgress;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.profile.KnownInits;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.Journal;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Both rounds, one after the other, with news on standard error. */
final class Show {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration READY_WITHIN = Duration.ofSeconds(20);

    private final Terminal terminal;

    Show(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Both casts are started at once, so that the second one grows up while the first is stopped. */
    Comparison play(List<Role> roles, Map<Role, Assignment> ladders) {
        try (Cast first = new Cast(roles);
                Cast second = new Cast(roles);
                LinuxNode node = new LinuxNode(KnownInits::isInit);
                ShutdownRunner runner = new ShutdownRunner(BootClock::now, Journal.none())) {
            if (roles.stream().noneMatch(role -> role.name().equals("init"))) {
                say("no init on this host, so none is shown: " + Init.REMEDY);
            }
            waitUntil(() -> first.isReady() && second.isReady());
            Assignment classic = new Assignment(Ladders.classic(), "the classic way");
            List<Performance> before = round(
                    "The classic way: SIGTERM, " + Ladders.CLASSIC_GRACE.toSeconds() + " s, SIGKILL",
                    first,
                    node,
                    runner,
                    role -> classic);
            growUp(second);
            return new Comparison(
                    before,
                    round("By the policies", second, node, runner, role -> Objects.requireNonNull(ladders.get(role))));
        }
    }

    private List<Performance> round(
            String title, Cast cast, LinuxNode node, ShutdownRunner runner, Function<Role, Assignment> ladders) {
        say("");
        say(terminal.errStyle().paint(Ink.STRONG, title));
        try (LiveProgress live = terminal.progressOnErr()) {
            return new Round(node, runner, live).play(title, cast, ladders);
        }
    }

    private void growUp(Cast cast) {
        if (cast.untilGrownUp().isPositive()) {
            say("");
            say("A process may be deaf only because it is young.");
            say("The others are waited for until they are 10 s old.");
            try (LiveProgress live = terminal.progressOnErr()) {
                LiveProgress.Line line = live.line();
                waitUntil(() -> {
                    Duration left = cast.untilGrownUp();
                    line.tick("  " + Seconds.aligned(left.isNegative() ? Duration.ZERO : left));
                    return !left.isPositive();
                });
            }
        }
    }

    private void say(String text) {
        terminal.err().println(text);
        terminal.err().flush();
    }

    private static void waitUntil(BooleanSupplier condition) {
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw Problem.failed(
                        "the demo's processes", "are not ready after 20 s", "try again on a less busy machine");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
