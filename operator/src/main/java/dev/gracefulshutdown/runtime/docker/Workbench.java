package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What diagnoses and tests of images ask of an engine besides. Everything it does throws {@link DockerException}. */
public final class Workbench {
    private static final Duration CREATION = Duration.ofMinutes(1);

    private final EngineClient client;

    Workbench(EngineClient client) {
        this.client = client;
    }

    /**
     * A container's processes.
     *
     * @param commandLines by PID, split at blanks
     */
    public record Processes(Reading reading, Map<Integer, List<String>> commandLines) {
        public Processes {
            commandLines = Map.copyOf(commandLines);
        }
    }

    /** What a container is configured to run. */
    public ContainerConfig config(String id) {
        JsonNode inspect = client.call(
                        EngineCall.get(ContainerCalls.object(id), "/containers/" + EngineCall.encoded(id) + "/json"),
                        ContainerCalls.ORDINARY)
                .json();
        return ContainerConfig.of(Json.text(inspect, "Image"), inspect.path("Config"));
    }

    /** What an image is configured to run; empty when the engine does not have it. */
    public Optional<ContainerConfig> image(String nameOrId) {
        try {
            JsonNode inspect = client.call(
                            EngineCall.get("image " + nameOrId, "/images/" + nameOrId + "/json"),
                            ContainerCalls.ORDINARY)
                    .json();
            return Optional.of(ContainerConfig.of(Json.text(inspect, "Id"), inspect.path("Config")));
        } catch (DockerException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The processes of a container on whatever machine; empty where the ps of that machine can't tell masks. */
    public Optional<Processes> top(ContainerDetails run, Predicate<String> isInit) {
        return new TopLook(client, isInit).look(run);
    }

    /** Its main process, as a command inside the container reads it; where that fails it is not readable. */
    public Processes inside(ContainerDetails run, Predicate<String> isInit) {
        ProcessKey main = new ProcessKey(run.pid(), 0);
        return new Processes(new InsideLook(new Exec(client), run, isInit).read(main), Map.of());
    }

    /** Makes a container, which does not run yet; its id. */
    public String create(NewContainer container) {
        JsonNode made = client.call(
                        EngineCall.post("image " + container.image(), "/containers/create")
                                .with(container.toJson()),
                        CREATION)
                .json();
        return Json.text(made, "Id");
    }

    /** What a command in the container wrote to its standard output; empty when it could not be run or failed. */
    public Optional<String> exec(String id, List<String> command) {
        return new Exec(client).run(id, command);
    }

    /** The last lines of its log. */
    public String log(String id, int lines) {
        return client.within(LogTail.call(id, lines), ContainerCalls.ORDINARY, LogTail::read);
    }

    /** Removes a container with its anonymous volumes, running or not; one that is gone does no harm. */
    public void remove(String id) {
        EngineCall call = new EngineCall(
                ContainerCalls.object(id),
                com.github.dockerjava.transport.DockerHttpClient.Request.Method.DELETE,
                "/containers/" + EngineCall.encoded(id) + "?force=1&v=1",
                Optional.empty());
        try {
            client.call(call, ContainerCalls.KILL);
        } catch (DockerException e) {
            if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.CONFLICT) {
                throw e;
            }
        }
    }
}
