package dev.gracefulshutdown.api;

import dev.gracefulshutdown.ladder.Signal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The forms of text that the schema describes by a pattern, explained for people. */
public enum TextForm {
    DURATION(Durations.PATTERN) {
        @Override
        public Optional<Wrong> check(String text) {
            try {
                Durations.parse(text);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of(new Wrong(text, String.valueOf(e.getMessage()), "", List.of()));
            }
        }
    },
    SIGNAL(SignalName.PATTERN) {
        @Override
        public Optional<Wrong> check(String text) {
            return text.matches(SignalName.PATTERN)
                    ? Optional.empty()
                    : Optional.of(new Wrong(
                            text,
                            "is no signal's name",
                            Signal.parse(text)
                                    .map(signal -> "write " + signal.fullName())
                                    .orElse("for example SIGTERM, SIGINT, SIGQUIT or SIGRTMIN+3"),
                            Signal.parse(text).isPresent()
                                    ? List.of()
                                    : Signal.all().stream()
                                            .map(Signal::fullName)
                                            .toList()));
        }
    },
    NAME(TextForm.NAME_PATTERN) {
        @Override
        public Optional<Wrong> check(String text) {
            return text.matches(NAME_PATTERN)
                    ? Optional.empty()
                    : Optional.of(new Wrong(
                            text,
                            "is no name that Kubernetes takes",
                            "use lower-case letters, digits, '-' and '.', with a letter or digit at both ends",
                            List.of()));
        }
    },
    PROFILE(StopSettings.PROFILE_PATTERN) {
        @Override
        public Optional<Wrong> check(String text) {
            return text.matches(StopSettings.PROFILE_PATTERN)
                    ? Optional.empty()
                    : Optional.of(new Wrong(
                            text,
                            "is no profile's name",
                            "write None, Auto or a server such as PostgreSQL",
                            List.of()));
        }
    };

    /** Of resources and namespaces (RFC 1123). */
    private static final String NAME_PATTERN = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    /**
     * A text that does not have its form.
     *
     * @param text the text
     * @param message what is wrong with it
     * @param remedy how to write it; may be empty
     * @param candidates what may have been meant
     */
    public record Wrong(String text, String message, String remedy, Collection<String> candidates) {
        public Wrong {
            candidates = List.copyOf(candidates);
        }
    }

    private final String pattern;

    TextForm(String pattern) {
        this.pattern = pattern;
    }

    /** The form that a schema's pattern stands for, if it is one of these. */
    public static Optional<TextForm> of(@Nullable String pattern) {
        return List.of(values()).stream()
                .filter(form -> form.pattern.equals(pattern))
                .findFirst();
    }

    /** What is wrong with a text; empty when nothing is. */
    public abstract Optional<Wrong> check(String text);
}
