package dev.gracefulshutdown.cli.demo;

import java.util.List;
import java.util.stream.Stream;

/**
 * A process of the demo.
 *
 * @param name also the value of its label {@code app}
 * @param about what kind it is
 * @param cleansUp it has a clean-up that can be cut off
 * @param command the program that behaves so
 */
record Role(String name, String about, boolean cleansUp, List<String> command) {
    /** What a process writes when it may be stopped. */
    static final String READY = "ready";

    /** What a process writes at the end of its clean-up. */
    static final String CLEANED_UP = "cleaned up";

    private static final String WORK = "; echo " + READY + "; while :; do sleep 0.1; done";
    private static final String POLITE = "trap 'echo " + CLEANED_UP + "; exit 0' TERM" + WORK;

    /** All of them; the one behind an init only where this host has an init. */
    static List<Role> all() {
        return Stream.of(
                        List.of(
                                server("polite", "hears SIGTERM, cleans up and ends", POLITE),
                                new Role("deaf", "a shell loop without a handler", false, shell(":" + WORK)),
                                wrapped()),
                        Init.found().map(Role::behind).stream().toList(),
                        List.of(
                                server("slow", "needs 5 s for its clean-up", cleaningUp(5)),
                                server("second", "waits for a client at SIGTERM, ends at SIGINT", waitingForClient()),
                                server("hold", "must not be killed, needs 6 s", cleaningUp(6))))
                .flatMap(List::stream)
                .toList();
    }

    private static Role server(String name, String about, String script) {
        return new Role(name, about, true, shell(script));
    }

    /** The last command keeps the outer shell from becoming the inner one. */
    private static Role wrapped() {
        return new Role(
                "wrapped",
                "a shell as PID 1, behind it a server that hears",
                true,
                List.of("sh", "-c", "sh -c \"$1\"; true", "sh", POLITE));
    }

    private static Role behind(Init init) {
        return new Role(
                "init", init.name() + " as PID 1, behind it a server that hears", true, init.inFrontOf(shell(POLITE)));
    }

    private static String cleaningUp(int seconds) {
        return "trap 'sleep " + seconds + "; echo " + CLEANED_UP + "; exit 0' TERM" + WORK;
    }

    private static String waitingForClient() {
        return "trap 'echo waiting for a client' TERM; trap 'echo " + CLEANED_UP + "; exit 0' INT" + WORK;
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }
}
