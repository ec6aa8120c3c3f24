package dev.gracefulshutdown.cli.kit;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Progress for eyes: the cursor rests below the block, goes up, writes every line anew. */
final class RedrawnProgress implements LiveProgress {
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String CLEAR_TO_END = "\033[K";

    private final PrintWriter writer;
    private final int width;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> block = new ArrayList<>();
    private final Thread onExit = new Thread(this::restore, "restore-terminal");
    private int drawn;
    private boolean closed;

    RedrawnProgress(PrintWriter writer, int width) {
        this.writer = writer;
        this.width = width;
        Runtime.getRuntime().addShutdownHook(onExit);
        writer.print(HIDE_CURSOR);
        writer.flush();
    }

    @Override
    public Line line() {
        lock.lock();
        try {
            int index = block.size();
            block.add("");
            return new BlockLine(index);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void println(String text) {
        draw(() -> writer.print(text + CLEAR_TO_END + "\n"));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException exiting) {
            // The hook itself does it.
        }
        restore();
    }

    private void restore() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                writer.print(SHOW_CURSOR);
                writer.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    private void set(int index, String text) {
        draw(() -> block.set(index, text));
    }

    private void draw(Runnable change) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (drawn > 0) {
                writer.print("\033[" + drawn + "A\r");
            }
            change.run();
            for (String line : block) {
                // A line that wraps would take two, and the way up would be too short.
                writer.print(Escapes.cut(line, width) + CLEAR_TO_END + "\n");
            }
            drawn = block.size();
            writer.flush();
        } finally {
            lock.unlock();
        }
    }

    private final class BlockLine implements Line {
        private final int index;

        BlockLine(int index) {
            this.index = index;
        }

        @Override
        public void tell(String text) {
            set(index, text);
        }

        @Override
        public void tick(String text) {
            set(index, text);
        }
    }
}
