package dev.gracefulshutdown.shutdown;

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
import java.util.concurrent.CopyOnWriteArrayList;

/** A container that notes what it is asked to send: the kernel merges equal signals, so receivers can't count them all. */
public final class Recorder implements Container {
    private final Container container;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    /** One signal that was to be sent. */
    public record Sent(Signal signal, ProcessKey to, SendResult result) {}

    public Recorder(Container container) {
        this.container = container;
    }

    public List<Sent> sent() {
        return sent;
    }

    @Override
    public SendResult send(Signal signal, ProcessKey process) {
        SendResult result = container.send(signal, process);
        sent.add(new Sent(signal, process, result));
        return result;
    }

    @Override
    public ContainerIdentity identity() {
        return container.identity();
    }

    @Override
    public Reading read() {
        return container.read();
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
    public Map<String, String> notes() {
        return container.notes();
    }

    @Override
    public void settle() {
        container.settle();
    }

    @Override
    public void close() {
        container.close();
    }
}
