package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.diagnosis.Advice.Kind;
import dev.gracefulshutdown.diagnosis.Setup.Manager;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every piece of advice with its lines to copy, all in this place. */
final class AdviceTexts {
    private static final int LONGEST_LINE = 100;
    private static final String YOUR_SERVER = "your-server";

    private AdviceTexts() {}

    static Advice exec(Optional<String> file, Optional<List<String>> command) {
        String where = file.map(f -> "in " + f).orElse("in the shell's script");
        return new Advice(
                Kind.SCRIPT,
                "Start the server by exec " + where + ", so that it becomes PID 1 and hears for itself.",
                List.of("exec " + command.map(AdviceTexts::shellLine).orElse(YOUR_SERVER)));
    }

    static Advice jsonForm(List<String> words, Manager manager) {
        if (manager == Manager.KUBERNETES) {
            return new Advice(
                    Kind.JSON_FORM,
                    "Write the container's command without a shell in between.",
                    List.of("command: " + ShellForm.json(words)));
        }
        return new Advice(
                Kind.JSON_FORM,
                "Write CMD (or ENTRYPOINT) of the Dockerfile in JSON form, so that there is no shell in between.",
                List.of("CMD " + ShellForm.json(words)));
    }

    static Advice init(Manager manager) {
        String behind = "behind it the program is not PID 1, and a signal without a handler ends it.";
        return switch (manager) {
            case DOCKER -> new Advice(Kind.INIT, "Put an init in front: " + behind, List.of("docker run --init"));
            case COMPOSE -> new Advice(Kind.INIT, "Put an init in front: " + behind, List.of("init: true"));
            case KUBERNETES ->
                new Advice(
                        Kind.INIT,
                        "Put an init (tini) in front in the image, or let the pod's containers share one PID namespace: "
                                + behind,
                        List.of("shareProcessNamespace: true"));
        };
    }

    /**
     * A trap that passes the signal on.
     *
     * @param wait there is one already, and it is not reached or does not wait
     */
    static Advice trap(Optional<List<String>> command, boolean wait) {
        String line = command.map(AdviceTexts::shellLine).orElse(YOUR_SERVER);
        return new Advice(
                Kind.TRAP,
                wait
                        ? "Start the child in the background, pass the signal on to it and wait for it, or start it by exec."
                        : "Give the script a trap, and let what it runs be waited for in the background.",
                List.of(
                        "trap 'kill -TERM \"$child\"; wait \"$child\"; exit $?' TERM INT",
                        line + " & child=$!",
                        "wait \"$child\""));
    }

    static Advice handler(Signal signal) {
        return new Advice(
                Kind.HANDLER,
                "Give the program a handler for " + signal + " that finishes its work and exits.",
                List.of());
    }

    static Advice stopSignal(Signal signal, Manager manager, String why) {
        return new Advice(
                Kind.STOP_SIGNAL,
                "Let it be stopped by " + signal + ": " + why + (why.endsWith(".") ? "" : "."),
                List.of(manager == Manager.COMPOSE ? "stop_signal: " + signal : "STOPSIGNAL " + signal));
    }

    static Advice timeout(Duration needed, Manager manager) {
        return new Advice(
                Kind.TIMEOUT,
                "Give it the time that it takes by its own settings: " + Durations.format(needed) + ".",
                List.of(timeoutLine(needed, manager)));
    }

    static Advice timeoutForLadder(Duration needed, Manager manager) {
        return new Advice(
                Kind.TIMEOUT,
                "The ladder takes up to " + Durations.format(needed)
                        + ", longer than docker stop by others and the engine's own shutdown wait; give the engine as much.",
                List.of(timeoutLine(needed, manager)));
    }

    /** Whole seconds, rounded up: Compose cuts fractions off, and 0 would mean at once. */
    private static String timeoutLine(Duration needed, Manager manager) {
        long seconds = needed.plusMillis(999).toSeconds();
        return switch (manager) {
            case DOCKER -> "docker run --stop-timeout " + seconds;
            case COMPOSE -> "stop_grace_period: " + seconds + "s";
            case KUBERNETES -> "terminationGracePeriodSeconds: " + seconds;
        };
    }

    static Advice policy(Proposal proposal) {
        return new Advice(Kind.POLICY, "Or leave it as it is, and have it stopped by a policy:", proposal.yaml());
    }

    static Advice otherPolicy(Proposal proposal) {
        return new Advice(Kind.POLICY, "The policy for it does not help; let it say:", proposal.yaml());
    }

    static Advice servicesFirst(Manager manager) {
        String command = "sv -w 60 force-stop /etc/service/*";
        return new Advice(
                Kind.BEFORE,
                "Stop its services before the container, or use an init that waits for them (s6, tini with one service).",
                List.of(
                        manager == Manager.KUBERNETES
                                ? "lifecycle: {preStop: {exec: {command: [sh, -c, \"" + command + "\"]}}}"
                                : "docker exec CONTAINER sh -c '" + command + "'"));
    }

    static Advice lookAgain() {
        return new Advice(Kind.LOOK_AGAIN, "Ask again when it is 10 s old.", List.of());
    }

    static Advice lookAgainElsewhere(Manager manager) {
        return manager == Manager.KUBERNETES
                ? new Advice(
                        Kind.LOOK_AGAIN,
                        "Let a debug container read it; that adds one to the pod, until the pod is replaced.",
                        List.of("kubectl debug -it POD --image=busybox --target=CONTAINER -- cat /proc/1/status"))
                : new Advice(
                        Kind.LOOK_AGAIN,
                        "Run graceful diagnose on the engine's own host, as root; it reads /proc there.",
                        List.of());
    }

    /** For people to copy; words with blanks or signs in quotes. What is long or has lines of its own is cut short. */
    private static String shellLine(List<String> words) {
        String line = String.join(" ", words.stream().map(AdviceTexts::quoted).toList());
        boolean copies = line.length() <= LONGEST_LINE && line.chars().noneMatch(Character::isISOControl);
        return copies ? line : words.getFirst() + " …";
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@,+=%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
