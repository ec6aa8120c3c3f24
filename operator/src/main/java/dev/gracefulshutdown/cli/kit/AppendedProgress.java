package dev.gracefulshutdown.cli.kit;

import java.io.PrintWriter;

/** Progress for logs and pipes. */
final class AppendedProgress implements LiveProgress {
    private final PrintWriter writer;

    AppendedProgress(PrintWriter writer) {
        this.writer = writer;
    }

    @Override
    public Line line() {
        return new Line() {
            @Override
            public void tell(String text) {
                println(text);
            }

            @Override
            public void tick(String text) {
                // A log has no use for it.
            }
        };
    }

    @Override
    public void println(String text) {
        writer.println(text);
        writer.flush();
    }

    @Override
    public void close() {
        writer.flush();
    }
}
