package dev.gracefulshutdown.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;

/** Remembers why a result could not be written, which a {@link java.io.PrintWriter} keeps to itself. */
final class ResultStream extends FilterOutputStream {
    /** The reader has read enough: {@code graceful … | head} is no failure. */
    private static final String READER_GONE = "Broken pipe";

    private Optional<String> failure = Optional.empty();

    ResultStream(OutputStream to) {
        super(to);
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = Optional.of(Objects.requireNonNullElse(e.getMessage(), "can't be written"));
            throw e;
        }
    }

    /** Why, where somebody still wanted it. */
    synchronized Optional<String> lost() {
        return failure.filter(why -> !why.equals(READER_GONE));
    }
}
