package dev.gracefulshutdown.local;

import dev.gracefulshutdown.api.file.Problem;
import dev.gracefulshutdown.keeper.Line;
import dev.gracefulshutdown.keeper.News;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what is wrong in the files of policies; again only when it has changed. */
final class FileAnnouncements {
    private final News news;
    private Set<Path> broken = Set.of();

    FileAnnouncements(News news) {
        this.news = news;
    }

    void files(List<Problem> problems, List<String> complaints) {
        Map<Path, List<Problem>> byFile = problems.stream().collect(Collectors.groupingBy(Problem::file));
        byFile.forEach((file, found) -> news.tellOnce(
                "file " + file,
                Line.error(found.stream().map(Problem::toString).collect(Collectors.joining("\n  "))
                        + "\n  of a file with a mistake the last good version stays in force")));
        for (Path file : broken) {
            if (!byFile.containsKey(file)) {
                news.forget("file " + file);
                news.tell(Line.info(file + ": is good again"));
            }
        }
        broken = Set.copyOf(byFile.keySet());
        complaints.forEach(c -> news.tellOnce(c, Line.warn(c)));
    }
}
