package dev.gracefulshutdown.cli.kit;

import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Where a command writes: results to {@link #out}, everything else to {@link #err}. Safe for several threads. */
public final class Terminal {
    private final PrintWriter out;
    private final PrintWriter err;
    private final Surroundings surroundings;
    private final Style style;
    private final Style errStyle;

    /**
     * @param out for results
     * @param err for messages and progress
     * @param color what the user asked for
     * @param surroundings what the streams are
     * @param charset that the streams are written in
     */
    public Terminal(PrintWriter out, PrintWriter err, ColorMode color, Surroundings surroundings, Charset charset) {
        this.out = out;
        this.err = err;
        this.surroundings = surroundings;
        this.style = new Style(color.colors(surroundings.outIsTerminal(), surroundings), Glyphs.of(charset));
        this.errStyle = new Style(color.colors(surroundings.errIsTerminal(), surroundings), Glyphs.of(charset));
    }

    /** For results. */
    public PrintWriter out() {
        return out;
    }

    /** For messages and progress. */
    public PrintWriter err() {
        return err;
    }

    /** How text becomes output on {@link #out}. */
    public Style style() {
        return style;
    }

    /** How text becomes output on {@link #err}. */
    public Style errStyle() {
        return errStyle;
    }

    /** Columns; 80 where nobody says. */
    public int width() {
        return surroundings.width();
    }

    /** Somebody reads {@link #out} as it appears. */
    public boolean outIsTerminal() {
        return surroundings.outIsTerminal();
    }

    /** A block of lines on {@link #out} that follows what happens. */
    public LiveProgress progressOnOut() {
        return progress(out, surroundings.outIsTerminal());
    }

    /** The same on {@link #err}, for commands whose output a program may read. */
    public LiveProgress progressOnErr() {
        return progress(err, surroundings.errIsTerminal());
    }

    private LiveProgress progress(PrintWriter writer, boolean terminal) {
        return terminal && !surroundings.dumb() ? new RedrawnProgress(writer, width()) : new AppendedProgress(writer);
    }
}
