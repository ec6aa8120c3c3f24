package dev.gracefulshutdown.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a condition says.
 *
 * @param message for people: which object, which field, what to change
 */
public record Finding(State state, Reason reason, String message) {
    /** A condition's {@code status}. */
    public enum State {
        TRUE("True"),
        FALSE("False"),
        UNKNOWN("Unknown");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** As a status tells it; empty for words of another version. */
    public static Optional<Finding> of(Condition condition) {
        return Stream.of(Reason.values())
                .filter(it -> it.text().equals(condition.getReason()))
                .findFirst()
                .flatMap(reason -> Stream.of(State.values())
                        .filter(it -> it.text().equals(condition.getStatus()))
                        .findFirst()
                        .map(state ->
                                new Finding(state, reason, Objects.requireNonNullElse(condition.getMessage(), ""))));
    }

    /** It is so. */
    public static Finding yes(Reason reason, String message) {
        return new Finding(State.TRUE, reason, message);
    }

    /** It is not so. */
    public static Finding no(Reason reason, String message) {
        return new Finding(State.FALSE, reason, message);
    }

    /** It can't be told. */
    public static Finding unknown(Reason reason, String message) {
        return new Finding(State.UNKNOWN, reason, message);
    }
}
