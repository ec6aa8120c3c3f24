package dev.gracefulshutdown.cli.kit;

/**
 * Lines that follow what happens: a block redrawn in place on a terminal, lines appended one after the other elsewhere.
 * Safe for several threads. {@link #close} leaves the block as it was last drawn and the terminal as it was before, and so
 * does the end of the program by a signal.
 */
public interface LiveProgress extends AutoCloseable {
    /** Adds a line to the block, empty until it is first told something. */
    Line line();

    /** Prints above the block, for good. */
    void println(String text);

    @Override
    void close();

    /** One line of the block. */
    interface Line {
        /** News: replaces the line on a terminal, is appended elsewhere. */
        void tell(String text);

        /** A passing state, such as seconds that run: replaces the line on a terminal, is left out elsewhere. */
        void tick(String text);
    }
}
