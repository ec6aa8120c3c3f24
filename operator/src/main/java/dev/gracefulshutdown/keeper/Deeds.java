package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerException;
import dev.gracefulshutdown.runtime.docker.Purpose;
import dev.gracefulshutdown.runtime.docker.RestartPolicy;
import java.io.IOException;

/** Carries out what was decided. For one thread. */
final class Deeds {
    private final Host host;
    private final Ladders ladders;
    private final Ends ends;
    private final NotesStore file;
    private final News news;

    Deeds(Host host, Ladders ladders, Ends ends, NotesStore file, News news) {
        this.host = host;
        this.ladders = ladders;
        this.ends = ends;
        this.file = file;
        this.news = news;
    }

    Notes notes() {
        return file.notes();
    }

    boolean begin(Decision decision) throws IOException {
        file.save(decision.notes());
        boolean begun = false;
        try {
            for (Action action : decision.actions()) {
                begun |= begin(action);
            }
        } finally {
            ladders.start();
        }
        return begun;
    }

    private boolean begin(Action action) throws IOException {
        if (action instanceof Action.Leave) {
            tellOnce(action, Line.Level.WARN, "is left as it is", Line.Topic.NOTE);
            return false;
        }
        if (action.policy().isDryRun()) {
            tellOnce(action, Line.Level.INFO, "would " + action.what() + " (DryRun)", Line.Topic.WOULD);
            return false;
        }
        news.forget(about(action));
        try {
            return carryOut(action);
        } catch (DockerException e) {
            ends.failed(action.container().id(), Troubles.of(e));
            news.tell(Line.about(
                    Line.Level.ERROR,
                    action.policy().name(),
                    action.container().name(),
                    "failed to " + action.what(),
                    Troubles.of(e),
                    Line.Topic.FAILED));
            return false;
        }
    }

    private boolean carryOut(Action action) throws IOException {
        return switch (action) {
            case Action.Leave leave -> false;
            case Action.StopAndStay stop -> ladders.arm(stop, Purpose.STOP_AND_STAY);
            case Action.Restart restart -> ladders.arm(restart, Purpose.RESTART);
            case Action.KeepDown keep -> {
                tell(keep);
                host.docker().restartPolicy(keep.container().id(), RestartPolicy.NO);
                yield true;
            }
            case Action.Undo undo -> {
                tell(undo);
                undo(undo);
                yield true;
            }
        };
    }

    private void undo(Action.Undo undo) throws IOException {
        ContainerDetails container = undo.container();
        if (undo.givesPolicyBack()) {
            host.docker().restartPolicy(container.id(), undo.mark().before());
        }
        if (undo.start()) {
            host.docker().start(container.id());
        }
        file.save(file.notes().withoutMark(container.id()));
    }

    private void tell(Action action) {
        news.tell(line(action, Line.Level.INFO, action.what(), action.topic()));
    }

    private void tellOnce(Action action, Line.Level level, String what, Line.Topic topic) {
        news.tellOnce(about(action), line(action, level, what, topic));
    }

    private static String about(Action action) {
        return "container " + action.container().id();
    }

    private static Line line(Action action, Line.Level level, String what, Line.Topic topic) {
        return Line.about(level, action.policy().name(), action.container().name(), what, action.why(), topic);
    }
}
