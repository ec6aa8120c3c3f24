package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.ladder.Effect.Notice;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Says what people must know of one ladder while it runs. */
final class Following implements Consumer<ShutdownReport> {
    private final ContainerDetails container;
    private final News news;
    private final Set<Notice> told = EnumSet.noneOf(Notice.class);
    private volatile Optional<String> policy = Optional.empty();

    Following(ContainerDetails container, News news) {
        this.container = container;
        this.news = news;
    }

    void policy(Optional<String> policy) {
        this.policy = policy;
    }

    @Override
    public synchronized void accept(ShutdownReport report) {
        report.notices().stream()
                .filter(told::add)
                .forEach(notice -> news.tell(Line.about(
                        notice == Notice.EXTENDED ? Line.Level.INFO : Line.Level.WARN,
                        policy.orElse(""),
                        container.name(),
                        words(notice),
                        remedy(notice),
                        notice == Notice.HELD ? Line.Topic.HELD : Line.Topic.NOTE)));
    }

    private static String words(Notice notice) {
        return switch (notice) {
            case HELD -> "its grace period is over, and SIGKILL is held back";
            case EXTENDED -> "gets more time";
            case CONDITION_UNKNOWN -> "gets no more time";
            case BLOCKED_ON_IO -> "SIGKILL was sent, and the kernel does not end it";
        };
    }

    private String remedy(Notice notice) {
        return switch (notice) {
            case HELD -> "spec.onDeadline is Hold; `docker kill " + container.name() + "` ends it";
            case EXTENDED -> "a condition of spec.extendWhile holds";
            case CONDITION_UNKNOWN ->
                "a condition of spec.extendWhile can't be read here: run on the engine's own machine, " + "as root";
            case BLOCKED_ON_IO -> "a process of it waits for a disk; look at the disk or the network file system";
        };
    }
}
