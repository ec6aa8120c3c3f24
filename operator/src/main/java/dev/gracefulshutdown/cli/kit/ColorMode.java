package dev.gracefulshutdown.cli.kit;

import java.util.Locale;

/** When to use colour. */
public enum ColorMode {
    /** On a terminal, unless {@code NO_COLOR} or {@code TERM=dumb} say otherwise. */
    AUTO,
    ALWAYS,
    NEVER;

    /** Whether what goes to a stream is coloured. */
    boolean colors(boolean terminal, Surroundings surroundings) {
        return switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal && !surroundings.isSet("NO_COLOR") && !surroundings.dumb();
        };
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
