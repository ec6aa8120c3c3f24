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

/** A container that knows in the journal whose it is. */
record NotedContainer(Container container, Map<String, String> notes) implements Container {
    @Override
    public ContainerIdentity identity() {
        return container.identity();
    }

    @Override
    public Reading read() {
        return container.read();
    }

    @Override
    public SendResult send(Signal signal, ProcessKey process) {
        return container.send(signal, process);
    }

    @Override
    public SendResult killAll() {
        return container.killAll();
    }

    @Override
    public CompletableFuture<ExitStatus> exit() {
        return container.exit();
    }

    @Override
    public void prepare(Set<Condition> conditions) {
        container.prepare(conditions);
    }

    @Override
    public Map<Condition, Condition.Verdict> check(Set<Condition> conditions) {
        return container.check(conditions);
    }

    @Override
    public long oomKills() {
        return container.oomKills();
    }

    @Override
    public void close() {
        container.close();
    }
}
