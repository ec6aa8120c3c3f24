package dev.gracefulshutdown.operator.docker;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One in memory, which can fail. */
final class MapState implements HostState {
    private final Map<String, String> data = new ConcurrentHashMap<>();
    private int writes;
    private int failures;

    synchronized void fail(boolean now) {
        failures = now ? Integer.MAX_VALUE : 0;
    }

    synchronized void failNext(int writes) {
        failures = writes;
    }

    int writes() {
        return writes;
    }

    @Override
    public String get(String key) {
        return data.getOrDefault(key, "");
    }

    @Override
    public synchronized void put(String key, String value) throws IOException {
        if (failures > 0) {
            failures--;
            throw new IOException("the API server is away");
        }
        writes++;
        data.put(key, value);
    }
}
