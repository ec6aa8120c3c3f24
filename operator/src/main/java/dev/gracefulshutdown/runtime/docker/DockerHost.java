package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.runtime.Container;
import dev.gracefulshutdown.runtime.ContainerIdentity;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A connection to one engine. Safe for several threads. Everything it does throws {@link DockerException}. */
public final class DockerHost implements AutoCloseable {
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);

    /** No kernel gives this PID to anybody (PID_MAX_LIMIT is 2^22): for a container without a process. */
    private static final int NO_PID = Integer.MAX_VALUE;

    private final DockerEndpoint endpoint;
    private final EngineClient client;
    private final Capabilities capabilities;
    private final ContainerCalls calls;
    private final LocalProcesses local;
    private final Predicate<String> isInit;

    private DockerHost(
            DockerEndpoint endpoint,
            EngineClient client,
            Capabilities capabilities,
            LocalProcesses local,
            Predicate<String> isInit) {
        this.endpoint = endpoint;
        this.client = client;
        this.capabilities = capabilities;
        this.calls = new ContainerCalls(client, capabilities);
        this.local = local;
        this.isInit = isInit;
    }

    /**
     * Connects, and asks who is there.
     *
     * @param local this machine's processes
     * @param isInit programs that pass signals on, by their {@code comm}
     */
    public static DockerHost connect(DockerEndpoint endpoint, LocalProcesses local, Predicate<String> isInit) {
        EngineClient client = new EngineClient(endpoint);
        try {
            JsonNode version = client.call(EngineCall.get("engine", "/version"), FIRST_ANSWER)
                    .json();
            if (!ApiVersions.isOne(Json.text(version, "ApiVersion"))) {
                throw client.errors().notDocker("it does not answer as a Docker Engine does");
            }
            EngineClient speaking = client.speaking(Capabilities.spoken(version));
            JsonNode info = speaking.call(EngineCall.get("engine", "/info"), ContainerCalls.ORDINARY)
                    .json();
            return new DockerHost(endpoint, speaking, Capabilities.of(version, info), local, isInit);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Loads the HTTP client and the JSON reader; nobody is called. */
    public static void preload() {
        new EngineClient(DockerEndpoint.of("unix:///nowhere", Optional.empty(), "preload")).close();
        Json.MAPPER.missingNode();
    }

    public DockerEndpoint endpoint() {
        return endpoint;
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    /** The ids of all that run, or are about to be started again by their restart policies: one call. */
    public Set<String> running() {
        return calls.running();
    }

    /** By name, id or the beginning of an id, as the docker CLI takes it. */
    public Optional<ContainerDetails> find(String nameOrId) {
        return calls.find(nameOrId);
    }

    /** The same, where it must be there. */
    public ContainerDetails inspect(String nameOrId) {
        return find(nameOrId)
                .orElseThrow(() -> new DockerException(
                        Kind.NOT_FOUND,
                        ContainerCalls.object(nameOrId),
                        "there is none at " + endpoint,
                        "see `docker ps -a`"));
    }

    /** Those that are meant, running or not. One that vanishes meanwhile is left out. */
    public List<ContainerDetails> containers(Selection selection) {
        return calls.ids().stream()
                .flatMap(id -> calls.find(id).stream())
                .filter(selection::matches)
                .toList();
    }

    /** Whether the engine is on this machine; empty when no container runs there that could show it. */
    public Optional<Boolean> isHere() {
        List<ContainerDetails> running = containers(Selection.ALL).stream()
                .filter(ContainerDetails::isRunning)
                .toList();
        return running.isEmpty()
                ? Optional.empty()
                : Optional.of(running.stream().anyMatch(c -> isHere(c)));
    }

    private boolean isHere(ContainerDetails running) {
        Optional<Container> found = local.container(running.id(), running.pid());
        found.ifPresent(Container::close);
        return found.isPresent();
    }

    /**
     * Takes hold of one run of a container, for a shutdown. Nothing is changed before the first signal.
     *
     * @param ladder whose length the engine is told, as the backstop behind it
     * @throws DockerException refused for a task of a swarm, for a {@code --rm} container that is to stay stopped, and where
     *     the engine would undo it
     */
    public DockerContainer open(ContainerDetails container, Purpose purpose, Ladder ladder) {
        new Refusals(capabilities).check(container, purpose, ladder);
        EngineExit exit = new EngineExit(calls, container);
        DockerContainer held = hold(container, purpose, new Claim(calls, container, purpose, ladder, false), exit);
        // Who sees the process end asks the engine afterwards; but not of one that the engine deletes or starts again
        // then.
        boolean asksAfterwards = held.isLocal() && purpose.stops() && !container.autoRemove();
        if (container.isRunning() && !asksAfterwards) {
            exit.watch();
        }
        return held;
    }

    private DockerContainer hold(ContainerDetails run, Purpose purpose, Claim claim, EngineExit exit) {
        return new DockerContainer(calls, run, purpose, view(run), claim, exit);
    }

    private View view(ContainerDetails run) {
        return (run.isRunning() ? local.container(run.id(), run.pid()) : Optional.<Container>empty())
                .<View>map(View.Here::new)
                .orElseGet(() -> new View.Elsewhere(identity(run), new InsideLook(new Exec(client), run, isInit)));
    }

    /** Of a container whose processes we don't see: the engine's own id stands for the boot of its machine. */
    private ContainerIdentity identity(ContainerDetails run) {
        long startedAt = run.startedAt()
                .map(t -> t.getEpochSecond() * 1_000_000_000 + t.getNano())
                .orElse(0L);
        return new ContainerIdentity(
                capabilities.engineId(), run.id(), new ProcessKey(run.isRunning() ? run.pid() : NO_PID, startedAt));
    }

    /**
     * Takes hold of the same run again, after a crash of ours; of one that has ended meanwhile too, for its exit is known.
     *
     * @param notes of the journal
     * @return empty when the container was deleted or started anew since; its restart policy is given back then
     */
    public Optional<DockerContainer> resume(ContainerIdentity identity, Map<String, String> notes, Ladder ladder) {
        Optional<ContainerDetails> found = calls.find(identity.containerId());
        Optional<Purpose> purpose = Notes.purpose(notes);
        if (found.isEmpty() || purpose.isEmpty() || !Notes.isSameRun(notes, found.get())) {
            giveBack(identity.containerId(), notes);
            return Optional.empty();
        }
        ContainerDetails run = found.get().withPolicy(RestartPolicy.of(notes).orElse(RestartPolicy.NO));
        Claim claim = new Claim(calls, run, purpose.get(), ladder, true);
        return Optional.of(hold(run, purpose.get(), claim, new EngineExit(calls, run).watch()));
    }

    /** Gives a container the restart policy back that the notes tell of, where we took it away. */
    public void giveBack(String containerId, Map<String, String> notes) {
        Optional<RestartPolicy> before = RestartPolicy.of(notes);
        boolean taken = calls.find(containerId)
                .filter(now -> !now.restartPolicy().restarts())
                .isPresent();
        if (taken && before.filter(RestartPolicy::restarts).isPresent()) {
            calls.update(containerId, before.get());
        }
    }

    /** Sets the restart policy, of a running container too; starts nothing. */
    public void restartPolicy(String containerId, RestartPolicy policy) {
        calls.update(containerId, policy);
    }

    /**
     * Starts a container.
     *
     * @return false when it ran already
     */
    public boolean start(String containerId) {
        return calls.start(containerId);
    }

    /** Tells what happens to containers, until it is closed. */
    public Watch watch(Consumer<ContainerEvent> listener) {
        return new Watch(calls, listener);
    }

    /** What diagnoses and tests of images ask for besides. */
    public Workbench workbench() {
        return new Workbench(client);
    }

    /** Lets go of the engine; what it was asked to do goes on. */
    @Override
    public void close() {
        client.close();
    }
}
