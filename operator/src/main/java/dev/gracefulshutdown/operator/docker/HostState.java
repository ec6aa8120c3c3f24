package dev.gracefulshutdown.operator.docker;

import java.io.IOException;

/** What must outlive the operator about one host, as texts by key. Safe for several threads. */
interface HostState {
    /** What stands under a key; empty where nothing does. */
    String get(String key);

    /**
     * Puts something under a key; it is safe when it returns.
     *
     * @throws IOException when it can't be written, or is another's by now
     */
    void put(String key, String value) throws IOException;
}
