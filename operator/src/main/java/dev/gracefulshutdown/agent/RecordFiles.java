package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.api.Shutdown;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records on the node's disk, a file each, until the API server has them. */
final class RecordFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFiles.class);
    private static final String SUFFIX = ".json";

    private final Path folder;
    private final KubernetesSerialization json;

    /** @throws IOException when the folder can't be made */
    RecordFiles(Path folder, KubernetesSerialization json) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.json = json;
    }

    /** Writes or replaces one, on the disk when this returns. */
    void write(Shutdown record) throws IOException {
        Path file = file(key(record));
        Path temporary = folder.resolve(file.getFileName() + ".new");
        ByteBuffer bytes = ByteBuffer.wrap(json.asJson(record).getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) {
                var _ = channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @param key as {@link #key} makes it */
    Optional<Shutdown> read(String key) {
        return read(file(key));
    }

    List<Shutdown> all() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unless there is more to tell by now. */
    void remove(Shutdown sent) {
        Path file = file(key(sent));
        try {
            if (Files.exists(file) && parsed(Files.readString(file)).equals(parsed(json.asJson(sent)))) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.toString())
                    .log("a record that was sent can't be removed: sent again later");
        }
    }

    private Optional<Shutdown> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(json.unmarshal(Files.readString(file), Shutdown.class))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("error", e.toString())
                    .log("a record that can't be read");
            return Optional.empty();
        }
    }

    /** In one and the same order and notation. */
    private Map<?, ?> parsed(String text) {
        return json.unmarshal(text, Map.class);
    }

    /** Unique on this node. */
    static String key(Shutdown record) {
        return record.getMetadata().getNamespace() + "/" + record.getMetadata().getName();
    }

    private Path file(String key) {
        return folder.resolve(key.replace('/', '_') + SUFFIX);
    }
}
