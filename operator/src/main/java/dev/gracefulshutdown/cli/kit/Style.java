package dev.gracefulshutdown.cli.kit;

/**
 * How text becomes output on one stream.
 *
 * @param color escape sequences are wanted
 * @param glyphs the signs that the stream's encoding has
 */
public record Style(boolean color, Glyphs glyphs) {
    /** Neither colour nor anything but ASCII signs. */
    public static Style plain() {
        return new Style(false, Glyphs.ASCII);
    }

    /** The text, in its colour if colour is on. */
    public String paint(Ink ink, String text) {
        return !color || ink == Ink.PLAIN || text.isEmpty() ? text : "\033[" + ink.code() + "m" + text + "\033[0m";
    }

    /** The same for a piece that knows its ink. */
    public String paint(Styled piece) {
        return paint(piece.ink(), piece.text());
    }
}
