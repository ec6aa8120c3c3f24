package dev.gracefulshutdown.runtime.docker;

import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Condition.Verdict;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.SendResult;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a container of an engine. Its main process is signalled through the engine, which must know of a stop to let
 * it stand; where its end stands anyway, and for its descendants and whatever else lives in it, by the view of this machine's
 * processes where the engine is here: it starts no program for that. What its processes hear is read there too; elsewhere by a command inside the container, as far as its image has it.
 */
public final class DockerContainer implements Container {
    private static final Logger LOG = LoggerFactory.getLogger(DockerContainer.class);

    /** An engine that holds a container's lock for longer must not keep us from killing its processes. */
    private static final Duration ENGINE_KILLS = Duration.ofMillis(1_500);

    /** The engine tears containers down one after another, tens of milliseconds each. */
    private static final Duration ENGINE_TELLS = Duration.ofSeconds(30);

    private final ContainerCalls calls;
    private final ContainerDetails run;
    private final Purpose purpose;
    private final View view;
    private final Claim claim;
    private final EngineExit engineExit;
    private final CompletableFuture<ExitStatus> exit;
    private volatile long oomKillsAtExit = -1;
    private volatile boolean killedByKernel;
    private volatile CompletableFuture<SendResult> killing = CompletableFuture.completedFuture(SendResult.GONE);

    DockerContainer(
            ContainerCalls calls,
            ContainerDetails run,
            Purpose purpose,
            View view,
            Claim claim,
            EngineExit engineExit) {
        this.calls = calls;
        this.run = run;
        this.purpose = purpose;
        this.view = view;
        this.claim = claim;
        this.engineExit = engineExit;
        this.exit = view.local()
                .map(local -> local.exit().thenCompose(this::confirmed))
                .orElseGet(engineExit::status);
    }

    /** The process is gone; how it ended the engine knows as a rule better than the kernel tells us. */
    private CompletableFuture<ExitStatus> confirmed(ExitStatus seen) {
        oomKillsAtExit = view.oomKills();
        engineExit.ask(claim.engineCall());
        return engineExit
                .status()
                .copy()
                .completeOnTimeout(seen, ENGINE_TELLS.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> seen)
                .thenApply(told -> told instanceof ExitStatus.Unknown ? seen : told);
    }

    /** As it was when it was opened. */
    public ContainerDetails details() {
        return run;
    }

    public Purpose purpose() {
        return purpose;
    }

    /** Its processes are this machine's: who hears is known, descendants can be reached. */
    public boolean isLocal() {
        return view.local().isPresent();
    }

    @Override
    public ContainerIdentity identity() {
        return view.identity();
    }

    @Override
    public Map<String, String> notes() {
        return Notes.of(run, purpose);
    }

    @Override
    public Reading read() {
        return exit.isDone() || !run.isRunning() ? view.nobody() : view.read();
    }

    @Override
    public SendResult send(Signal signal, ProcessKey process) {
        // The kernel's view looks at the process itself before each signal; the engine knows a container's id alone.
        if (exit.isDone() || (!(isLocal() && claim.isNeedless()) && isOver())) {
            return SendResult.GONE;
        }
        if (signal.equals(Signal.CONT) || purpose == Purpose.SIGNAL) {
            return aside(signal, process);
        }
        boolean main = process.equals(identity().main());
        if (!main || (isLocal() && claim.isNeedless())) {
            claim.secure();
            SendResult sent = view.send(signal, process);
            if (!main || sent == SendResult.DELIVERED || sent == SendResult.GONE) {
                return sent;
            }
            // Who may speak to the engine need not be one whom the kernel lets signal its processes.
        }
        try {
            return claim.send(signal);
        } catch (DockerException e) {
            if (e.kind() != Kind.UNREACHABLE || !isLocal()) {
                throw e;
            }
            LOG.warn("{}: {}; {} goes to the process itself", run.name(), e.getMessage(), signal);
            return view.send(signal, process);
        }
    }

    /** By the kernel alone: the engine would cancel restarts for it. */
    private SendResult aside(Signal signal, ProcessKey process) {
        if (isLocal()) {
            return view.send(signal, process);
        }
        if (signal.equals(Signal.CONT)) {
            return SendResult.REFUSED;
        }
        throw needsItsMachine(signal);
    }

    /**
     * Says beforehand that a signal which is not meant to end it can't be sent from here.
     *
     * @throws DockerException when the engine is on another machine
     */
    public void checkSignal(Signal signal) {
        if (!isLocal()) {
            throw needsItsMachine(signal);
        }
    }

    private DockerException needsItsMachine(Signal signal) {
        return new DockerException(
                Kind.REFUSED,
                ContainerCalls.object(run.name()),
                signal + " through the engine would switch its restarts off",
                "send it on the engine's own machine, or from inside: docker exec " + run.name() + " kill -"
                        + signal.shortName() + " 1");
    }

    /** Another run has the same id. */
    private boolean isOver() {
        return view.local().isPresent()
                ? view.read().main().isEmpty()
                : calls.find(run.id())
                        .filter(now -> now.isRunning() && now.isSameRun(run))
                        .isEmpty();
    }

    /**
     * By the kernel alone where nothing can bring the container back: the engine starts a program for each signal, and waits
     * for the end. If that isn't enough, we are called again.
     */
    @Override
    public SendResult killAll() {
        if (!run.isRunning()) {
            return SendResult.GONE;
        }
        if (!killedByKernel && claim.holds()) {
            killedByKernel = true;
            SendResult byKernel = view.local().map(Container::killAll).orElse(SendResult.GONE);
            if (byKernel == SendResult.DELIVERED) {
                return byKernel;
            }
        }
        // Where the main process is gone, the engine may have the next run by this id, which nobody wants to kill.
        boolean gone = isLocal() && view.read().main().isEmpty();
        SendResult byEngine = gone ? SendResult.GONE : killByEngine();
        return view.local().map(local -> byEngine.or(local.killAll())).orElse(byEngine);
    }

    /** First, for it cancels restarts; the rest of the container, exec sessions and other namespaces' children, after it. */
    private SendResult killByEngine() {
        if (engineExit.status().isDone()) {
            return SendResult.GONE;
        }
        if (killing.isDone()) {
            CompletableFuture<SendResult> attempt = new CompletableFuture<>();
            killing = attempt;
            calls.client().run(EngineCall.get(ContainerCalls.object(run.id()), ""), () -> {
                try {
                    attempt.complete(claim.killNow());
                } catch (RuntimeException e) {
                    attempt.completeExceptionally(e);
                }
            });
        }
        try {
            return killing.get(ENGINE_KILLS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return SendResult.DELIVERED;
        } catch (ExecutionException e) {
            LOG.warn("{}: the engine's SIGKILL failed: {}", run.name(), e.getMessage());
            return SendResult.GONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SendResult.GONE;
        }
    }

    /** The engine's own stop is under way: it ends the container, whatever becomes of us. */
    public boolean isStoppedByEngine() {
        return claim.engineCall().isPresent();
    }

    @Override
    public CompletableFuture<ExitStatus> exit() {
        return exit;
    }

    @Override
    public void prepare(Set<Condition> conditions) {
        view.local().ifPresent(local -> local.prepare(conditions));
    }

    @Override
    public Map<Condition, Verdict> check(Set<Condition> conditions) {
        return view.local()
                .map(local -> local.check(conditions))
                .orElseGet(() -> conditions.stream().collect(Collectors.toMap(c -> c, c -> Verdict.UNKNOWN)));
    }

    /** After the end the cgroup is gone: what was read last counts, and then the engine's own flag. */
    @Override
    public long oomKills() {
        if (!exit.isDone()) {
            return view.oomKills();
        }
        return oomKillsAtExit >= 0 ? oomKillsAtExit : engineExit.outOfMemory() ? Long.MAX_VALUE : -1;
    }

    @Override
    public void settle() {
        new Aftermath(calls, run, purpose).settle(engineExit, claim);
    }

    @Override
    public void close() {
        engineExit.close();
        view.close();
    }
}
