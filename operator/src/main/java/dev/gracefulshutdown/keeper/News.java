package dev.gracefulshutdown.keeper;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Says things; what stays as it was is said once. Safe for several threads. */
public final class News {
    private final Consumer<Line> listener;
    private final Map<String, Line> said = new ConcurrentHashMap<>();

    /** @param listener told of one line after another, never of two at once */
    public News(Consumer<Line> listener) {
        this.listener = listener;
    }

    /** Says something. */
    public void tell(Line line) {
        synchronized (listener) {
            listener.accept(line);
        }
    }

    /**
     * Says something unless it was just said.
     *
     * @param about what it is news about: the same line is not said of it twice in a row
     */
    public void tellOnce(String about, Line line) {
        if (!line.equals(said.put(about, line))) {
            tell(line);
        }
    }

    /** It is over: should it come again, it is news. */
    public void forget(String about) {
        said.remove(about);
    }
}
