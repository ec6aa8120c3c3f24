package dev.gracefulshutdown.local;

import dev.gracefulshutdown.api.History;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.host.ShutdownLines;
import dev.gracefulshutdown.keeper.RecordSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Shutdowns that are over, a line of JSON each, the newest at the end, as many and for as long as their policies' histories
 * say.
 */
final class RecordsFile implements RecordSink {
    private final Path path;
    private final Function<String, History> histories;
    private final List<Shutdown> records = new ArrayList<>();

    /** @param histories by the policy's name; for one that is gone the default */
    RecordsFile(Path folder, Function<String, History> histories) throws IOException {
        this.path = folder.resolve(ShutdownLines.FILE);
        this.histories = histories;
        if (Files.exists(path)) {
            records.addAll(ShutdownLines.read(path));
        }
    }

    @Override
    public synchronized void add(Shutdown record, Instant now) throws IOException {
        records.add(record);
        List<Shutdown> kept = Retention.kept(records, histories, now);
        boolean onlyAdded = kept.size() == records.size();
        records.clear();
        records.addAll(kept);
        if (onlyAdded) {
            Files.writeString(path, ShutdownLines.line(record), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } else {
            StringBuilder all = new StringBuilder();
            for (Shutdown one : kept) {
                all.append(ShutdownLines.line(one));
            }
            new AtomicFile(path).write(all.toString());
        }
    }
}
