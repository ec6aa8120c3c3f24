package dev.gracefulshutdown.cli.kit;

/**
 * A piece of text and what it means.
 *
 * @param text one line, without escape sequences
 * @param ink how it is painted where colour is on
 */
public record Styled(String text, Ink ink) {
    /** Text without a meaning of its own. */
    public static Styled plain(String text) {
        return new Styled(text, Ink.PLAIN);
    }

    /** The columns it takes. */
    int width() {
        return TextWidth.of(text);
    }
}
