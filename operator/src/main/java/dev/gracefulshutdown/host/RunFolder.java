package dev.gracefulshutdown.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the claims of this machine lie until it is switched off: {@code /run/graceful}, which root makes for all who may
 * use the engine's socket, for they may stop containers; else, for a user alone, a folder of that user's own
 * (<a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG</a>).
 */
final class RunFolder {
    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

    /** The group's too, and what is made inside is the group's again. */
    private static final int FOR_THE_GROUP = 02770;

    private static final int PERMISSIONS = 07777;
    private static final int ROOT = 0;

    private RunFolder() {}

    /**
     * Chooses, and makes it where it is missing.
     *
     * @param run the system's folder, as a rule {@code /run}
     * @param socket whose group may claim; empty for an engine elsewhere
     * @return empty when there is none: then nobody sees our claims
     */
    static Optional<Path> choose(Path run, Optional<Path> socket, Map<String, String> environment) {
        Path ofAll = run.resolve("graceful");
        if (Files.isWritable(run)) {
            try {
                return Optional.of(shared(ofAll, socket));
            } catch (IOException e) {
                LOG.warn("{}: no claims can be kept here: {}", ofAll, e.getMessage());
            }
        }
        if (Files.isDirectory(ofAll, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(ofAll)) {
            return Optional.of(ofAll);
        }
        return Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .filter(own -> !own.isEmpty())
                .map(Path::of)
                .filter(Files::isWritable)
                .flatMap(RunFolder::own);
    }

    private static Path shared(Path folder, Optional<Path> socket) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder);
        }
        // Once it is a group's it stays so: another engine's socket, or a test's, must not lock the first one's users
        // out.
        if (socket.filter(Files::exists).isPresent() && (Integer) Files.getAttribute(folder, "unix:gid") == ROOT) {
            Files.setAttribute(folder, "posix:group", Files.getAttribute(socket.get(), "posix:group"));
        }
        int mode = (Integer) Files.getAttribute(folder, "unix:mode");
        if ((mode & PERMISSIONS) != FOR_THE_GROUP) {
            Files.setAttribute(folder, "unix:mode", FOR_THE_GROUP);
        }
        return folder;
    }

    private static Optional<Path> own(Path run) {
        Path folder = run.resolve("graceful");
        try {
            return Optional.of(Files.isDirectory(folder) ? folder : Files.createDirectories(folder));
        } catch (IOException e) {
            LOG.warn("{}: no claims can be kept here: {}", folder, e.getMessage());
            return Optional.empty();
        }
    }
}
