package dev.gracefulshutdown.host;

import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who drives a shutdown of which container, seen by every process of ours on this machine, so that no two of them signal
 * the same container (rule 6). A claim ends with its process, however that ends. Containers of other machines are claimed
 * here too, against others on this one. Safe for several threads.
 */
public final class Claims implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private static final String SUFFIX = ".claim";

    /** Events are late by milliseconds, and of a claim that is over nobody else asks. */
    private static final Duration WORTH_KEEPING = Duration.ofMinutes(10);

    private final Optional<Path> folder;
    private final String command;
    private final String owner = UUID.randomUUID().toString();
    private final Set<ClaimFile> held = ConcurrentHashMap.newKeySet();

    /** @param folder empty to claim nothing */
    Claims(Optional<Path> folder, String command) {
        this.folder = folder;
        this.command = command;
    }

    /**
     * Those of this machine.
     *
     * @param command what we are, for the others' messages: {@code graceful local}
     */
    public static Claims ofThisMachine(String command, DockerEndpoint endpoint) {
        Optional<Path> socket = "unix".equals(endpoint.url().getScheme())
                ? Optional.of(Path.of(endpoint.url().getPath()))
                : Optional.empty();
        return new Claims(RunFolder.choose(Path.of("/run"), socket, System.getenv()), command);
    }

    /** A claim that is held. */
    public interface Claim extends AutoCloseable {
        /** Lets go of it; harmless when repeated. */
        @Override
        void close();
    }

    /**
     * Takes a container. Where no claim can be kept it goes without, and says so: a container that can't be stopped because
     * a file can't be written helps nobody.
     *
     * @param engineId of the container's engine
     * @throws ClaimedException when another process has it
     */
    public Claim take(String engineId, ContainerDetails container) throws ClaimedException {
        if (folder.isEmpty()) {
            return () -> {};
        }
        Path path = path(folder.get(), engineId, container.id());
        Holder ours = new Holder(
                command,
                ProcessHandle.current().pid(),
                System.getProperty("user.name", "?"),
                Instant.now(),
                null,
                owner);
        try {
            Optional<ClaimFile> taken = ClaimFile.take(path, ours);
            if (taken.isPresent()) {
                held.add(taken.get());
                return () -> release(taken.get());
            }
        } catch (IOException e) {
            LOG.warn("{}: it can't be claimed, and others may signal it too: {}", container.name(), e.toString());
            return () -> {};
        }
        Holder other = ClaimFile.look(path).map(ClaimFile.Seen::holder).orElse(Holder.UNKNOWN);
        if (isOurs(other)) {
            return () -> {};
        }
        throw new ClaimedException(container.name(), other);
    }

    private void release(ClaimFile file) {
        file.release();
        held.remove(file);
    }

    /** The other process that has a container now. */
    public Optional<Holder> holder(String engineId, String containerId) {
        return look(engineId, containerId).filter(ClaimFile.Seen::held).map(ClaimFile.Seen::holder);
    }

    /**
     * The other process that has a container now, or had it when something happened.
     *
     * @param then by the clock of the engine, which is taken for ours
     * @param late by how much it may have happened after the claim was over
     */
    public Optional<Holder> holder(String engineId, String containerId, Instant then, Duration late) {
        return look(engineId, containerId)
                .filter(seen -> seen.held() || seen.holder().held(then, late))
                .map(ClaimFile.Seen::holder);
    }

    private Optional<ClaimFile.Seen> look(String engineId, String containerId) {
        return folder.flatMap(f -> ClaimFile.look(path(f, engineId, containerId)))
                .filter(seen -> !isOurs(seen.holder()));
    }

    private boolean isOurs(Holder holder) {
        return holder.owner().equals(owner);
    }

    private static Path path(Path folder, String engineId, String containerId) {
        return folder.resolve(engineId.replaceAll("[^A-Za-z0-9]", "") + "-" + containerId + SUFFIX);
    }

    /** Lets go of everything, and removes what has long been of no use. */
    @Override
    public void close() {
        held.forEach(this::release);
        folder.ifPresent(Claims::sweep);
    }

    private static void sweep(Path folder) {
        Instant old = Instant.now().minus(WORTH_KEEPING);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    ClaimFile.sweep(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("{}: {}", folder, e.getMessage());
        }
    }
}
