package dev.gracefulshutdown.local;

import dev.gracefulshutdown.api.file.Problem;
import dev.gracefulshutdown.keeper.News;
import dev.gracefulshutdown.keeper.PolicySource;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The policies of a file or folder that are for this host. */
final class FileSource implements PolicySource {
    private final PolicyFiles files;
    private final String hostName;
    private final FileAnnouncements announcements;
    private volatile List<Problem> problems = List.of();

    /** @param hostName as the engine says it */
    FileSource(Path place, String hostName, News news) {
        files = new PolicyFiles(place);
        this.hostName = hostName;
        announcements = new FileAnnouncements(news);
    }

    @Override
    public Version read() {
        PolicyFiles.Version version = files.read();
        Residents residents = Residents.of(version.policies(), hostName);
        announcements.files(
                version.problems(),
                Stream.concat(version.complaints().stream(), residents.complaints().stream())
                        .toList());
        problems = version.problems();
        return new Version(residents.policies(), problems.isEmpty());
    }

    /** What was wrong when they were read last. */
    List<Problem> problems() {
        return problems;
    }
}
