package dev.gracefulshutdown.cli.kit;

import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --docker URL}, to be mixed in by commands that talk to an engine. */
public final class EngineOption {
    @Option(
            names = "--docker",
            paramLabel = "URL",
            description = "The engine: unix:///path or tcp://host:port. Unless told it is found as docker finds it:"
                    + " DOCKER_HOST, the docker context, the default socket.")
    private @Nullable String url;

    /**
     * Which one.
     *
     * @throws dev.gracefulshutdown.runtime.docker.DockerException when what was chosen can't be used
     */
    public DockerEndpoint endpoint() {
        return DockerEndpoint.find(Optional.ofNullable(url));
    }
}
