package dev.gracefulshutdown.shutdown;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Condition.Verdict;
import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.SendResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done to a container, so that no fault of it stops its ladder: a ladder that stands still never comes to its end.
 *
 * @param id the shutdown's, for the log
 */
record Deeds(String id, Container container) {
    private static final Logger LOG = LoggerFactory.getLogger(Deeds.class);

    /** Empty when it failed: to be tried again. */
    Optional<Reading> read() {
        try {
            return Optional.of(container.read());
        } catch (RuntimeException e) {
            LOG.warn("{}: its processes can't be read; it is tried again", id, e);
            return Optional.empty();
        }
    }

    /** What fails can't be read, and gives no time. */
    Map<Condition, Verdict> check(Set<Condition> conditions) {
        try {
            return container.check(conditions);
        } catch (RuntimeException e) {
            LOG.warn("{}: its conditions can't be read", id, e);
            return conditions.stream().collect(Collectors.toMap(c -> c, c -> Verdict.UNKNOWN));
        }
    }

    /** What fails is unknown later. */
    void prepare(Set<Condition> conditions) {
        try {
            container.prepare(conditions);
        } catch (RuntimeException e) {
            LOG.warn("{}: its conditions can't be read", id, e);
        }
    }

    /** How many targets were reached. */
    int send(Effect.Send send) {
        List<ProcessKey> toContinue = send.toContinue();
        int reached = 0;
        for (ProcessFacts target : send.targets()) {
            if (send(send.signal(), target.key())) {
                reached++;
                if (toContinue.contains(target.key())) {
                    send(Signal.CONT, target.key());
                }
            }
        }
        return reached;
    }

    private boolean send(Signal signal, ProcessKey target) {
        try {
            SendResult result = container.send(signal, target);
            warn(signal, result);
            return result == SendResult.DELIVERED;
        } catch (RuntimeException e) {
            LOG.error("{}: {} to {} failed", id, signal, target.pid(), e);
            return false;
        }
    }

    /** Whether anybody was reached. It comes again until the exit is seen. */
    boolean kill() {
        try {
            SendResult result = container.killAll();
            warn(Signal.KILL, result);
            return result == SendResult.DELIVERED;
        } catch (RuntimeException e) {
            LOG.error("{}: SIGKILL failed; it is tried again", id, e);
            return false;
        }
    }

    /** Where it fails the journal keeps the shutdown, and our next start tries again. */
    boolean settle() {
        try {
            container.settle();
            return true;
        } catch (RuntimeException e) {
            LOG.error("{}: over, but the container could not be left as it was meant", id, e);
            return false;
        }
    }

    private void warn(Signal signal, SendResult result) {
        if (result == SendResult.NOT_PERMITTED) {
            LOG.warn(
                    "{}: {} is not permitted by the kernel: run as the same user, as root, or with CAP_KILL",
                    id,
                    signal);
        }
    }
}
