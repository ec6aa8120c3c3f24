package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.keeper.Line;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.operator.status.Announcer;
import dev.gracefulshutdown.operator.status.Reason;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a keeper says: to the log, and as Events of the policies that it speaks of.
 *
 * @param host the host's name
 * @param aside where Events are written, so that no ladder waits for the API server
 */
record HostNews(String host, DockerPolicies policies, Announcer announcer, Executor aside) implements Consumer<Line> {
    private static final Logger LOG = LoggerFactory.getLogger(HostNews.class);

    @Override
    public void accept(Line line) {
        Optional<Reason> reason = reason(line);
        if (reason.isEmpty() || line.policy().isEmpty()) {
            LOG.atLevel(level(line)).addKeyValue("host", host).log(line.toString());
            return;
        }
        String message = line.container()
                        .map(c -> "Container " + c + " on host " + host + ": ")
                        .orElse("")
                + line.what()
                + line.why().map(why -> ": " + why).orElse("");
        aside.execute(() -> policies.find(line.policy().get())
                .ifPresentOrElse(
                        policy -> announcer.announce(policy, reason.get(), message),
                        () -> LOG.atLevel(level(line)).addKeyValue("host", host).log(line.toString())));
    }

    private static Optional<Reason> reason(Line line) {
        return switch (line.topic()) {
            case NOTE -> Optional.empty();
            case STOPPING -> Optional.of(Reason.STOPPING);
            case RESTARTING -> Optional.of(Reason.RESTARTING);
            case RESTORING -> Optional.of(Reason.RESTORED);
            case JOINING -> Optional.of(Reason.JOINED);
            case WOULD -> Optional.of(Reason.DRY_RUN);
            case HELD -> Optional.of(Reason.HELD);
            case ENDED ->
                Optional.of(
                        line.outcome().filter(o -> o == Outcome.FORCED).isPresent() ? Reason.FORCED : Reason.FINISHED);
            case FAILED -> Optional.of(Reason.ENGINE_ERROR);
        };
    }

    private static Level level(Line line) {
        return switch (line.level()) {
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }
}
