package dev.gracefulshutdown.agent;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.SendResult;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One that is read as it is and never signalled: it is said to have ended when it would have been. */
record Understudy(Container original, CompletableFuture<ExitStatus> exit) implements Container {
    Understudy(Container original) {
        this(original, new CompletableFuture<>());
    }

    @Override
    public ContainerIdentity identity() {
        return original.identity();
    }

    @Override
    public Reading read() {
        return original.read();
    }

    @Override
    public SendResult send(Signal signal, ProcessKey process) {
        return killAll();
    }

    @Override
    public SendResult killAll() {
        exit.complete(new ExitStatus.Code(0));
        return SendResult.DELIVERED;
    }

    @Override
    public void prepare(Set<Condition> conditions) {
        original.prepare(conditions);
    }

    @Override
    public Map<Condition, Condition.Verdict> check(Set<Condition> conditions) {
        return original.check(conditions);
    }

    @Override
    public long oomKills() {
        return original.oomKills();
    }

    @Override
    public void close() {
        original.close();
    }
}
