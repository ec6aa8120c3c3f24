package dev.gracefulshutdown.ladder;

/** How a container's main process ended, as far as anybody could tell us. */
public sealed interface ExitStatus {
    /** It exited with a code of its own, or a runtime gave the shell's 128 + signal. */
    record Code(int value) implements ExitStatus {}

    /** A signal ended it. */
    record Killed(Signal by) implements ExitStatus {}

    /** It is gone; nobody can say how (not our child, kernel too old, runtime says 255). */
    record Unknown() implements ExitStatus {}

    /** The code as engines print it: 128 + signal for a signal, -1 when unknown. */
    default int code() {
        return switch (this) {
            case Code(int value) -> value;
            case Killed(Signal by) -> 128 + by.number();
            case Unknown() -> -1;
        };
    }

    /** From an engine's code, where 255 means that the engine does not know (engines' own convention). */
    static ExitStatus ofEngineCode(int code) {
        return code == 255 ? new Unknown() : new Code(code);
    }

    /** SIGKILL by whatever hand: 137 in every runtime's words. */
    default boolean isSigkill() {
        return code() == 128 + Signal.KILL.number();
    }
}
