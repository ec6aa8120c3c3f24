package dev.gracefulshutdown.cli.kit;

import java.nio.charset.Charset;

/** Signs beyond letters, with a stand-in for encodings that lack them. */
public enum Glyphs {
    UNICODE("→", "━", "●", "✗", "…"),
    ASCII("->", "=", "*", "x", "...");

    private final String arrow;
    private final String bar;
    private final String end;
    private final String killed;
    private final String ellipsis;

    Glyphs(String arrow, String bar, String end, String killed, String ellipsis) {
        this.arrow = arrow;
        this.bar = bar;
        this.end = end;
        this.killed = killed;
        this.ellipsis = ellipsis;
    }

    /** Those that an encoding can write. */
    static Glyphs of(Charset charset) {
        return charset.name().startsWith("UTF-") ? UNICODE : ASCII;
    }

    /** From a signal to who gets it. */
    public String arrow() {
        return arrow;
    }

    /** One column of a time bar. */
    public String bar() {
        return bar;
    }

    /** An end by itself. */
    public String end() {
        return end;
    }

    /** An end by force. */
    public String killed() {
        return killed;
    }

    /** Where text was cut. */
    public String ellipsis() {
        return ellipsis;
    }
}
