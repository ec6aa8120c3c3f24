package dev.gracefulshutdown.keeper;

import java.io.IOException;

/** Where {@link Notes} outlive us. Used by one thread. */
public interface NotesStore {
    /** What was kept last. */
    Notes notes();

    /**
     * Keeps others instead; they are safe when it returns.
     *
     * @throws IOException when they can't be: then nothing may be begun that they tell of
     */
    void save(Notes fresh) throws IOException;
}
