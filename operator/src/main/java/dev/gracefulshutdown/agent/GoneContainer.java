package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.SendResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One that ended while nobody of us was there: its ladder comes to its end by that, and to its record. */
record GoneContainer(ContainerIdentity identity) implements Container {
    @Override
    public Reading read() {
        return new Reading(identity.main().pid(), 0, List.of());
    }

    @Override
    public SendResult send(Signal signal, ProcessKey process) {
        return SendResult.GONE;
    }

    @Override
    public SendResult killAll() {
        return SendResult.GONE;
    }

    @Override
    public CompletableFuture<ExitStatus> exit() {
        return CompletableFuture.completedFuture(new ExitStatus.Unknown());
    }

    @Override
    public void prepare(Set<Condition> conditions) {
        // Nothing will be compared.
    }

    @Override
    public Map<Condition, Condition.Verdict> check(Set<Condition> conditions) {
        return conditions.stream().collect(Collectors.toMap(Function.identity(), c -> Condition.Verdict.UNKNOWN));
    }

    @Override
    public long oomKills() {
        return -1;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
