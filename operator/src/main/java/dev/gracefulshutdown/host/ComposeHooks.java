package dev.gracefulshutdown.host;

import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * {@code pre_stop} hooks of Docker Compose. The {@code docker compose} command runs them itself before its stop call
 * (docker/compose, pkg/compose/hook.go); the engine knows nothing of them, so neither {@code docker stop}, nor the engine's
 * own shutdown, nor we run them. Who relies on one must be told.
 */
public final class ComposeHooks {
    private static final String FILES = "com.docker.compose.project.config_files";
    private static final String SERVICE = "com.docker.compose.service";

    private ComposeHooks() {}

    /**
     * What people must know of a container whose Compose file gives its service such hooks.
     *
     * @return empty where there are none, or no file can be read here that would show them: Compose labels its containers
     *     with the paths on the machine where it ran
     */
    public static Optional<String> remark(ContainerDetails container) {
        String service = container.labels().get(SERVICE);
        String files = container.labels().get(FILES);
        if (service == null || files == null) {
            return Optional.empty();
        }
        return Stream.of(files.split(",", -1))
                .filter(file -> declares(file, service))
                .findFirst()
                .map(file -> "container " + container.name() + ": pre_stop of service " + service + " in " + file
                        + " is not run by us, nor by docker stop: Compose alone runs it, in docker compose stop");
    }

    private static boolean declares(String file, String service) {
        if (!isFile(file)) {
            return false;
        }
        try (InputStream yaml = Files.newInputStream(Path.of(file))) {
            // Nodes and no objects: Compose has tags of its own, !reset and !override.
            return new Compose(LoadSettings.builder().setLabel(file).build())
                    .composeInputStream(yaml)
                    .flatMap(root -> value(root, "services"))
                    .flatMap(services -> value(services, service))
                    .flatMap(settings -> value(settings, "pre_stop"))
                    .filter(hooks ->
                            hooks instanceof SequenceNode s && !s.getValue().isEmpty())
                    .isPresent();
        } catch (IOException | YamlEngineException | StackOverflowError e) {
            return false;
        }
    }

    /** A label may name anything, and a pipe or a device would never end. */
    private static boolean isFile(String file) {
        try {
            return Files.isRegularFile(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A mapping's own value, else the one that it takes over by {@code <<}, as Compose files do. */
    private static Optional<Node> value(Node node, String key) {
        if (node instanceof SequenceNode several) {
            return several.getValue().stream()
                    .flatMap(n -> value(n, key).stream())
                    .findFirst();
        }
        return own(node, key).or(() -> own(node, "<<").flatMap(merged -> value(merged, key)));
    }

    private static Optional<Node> own(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(t -> t.getKeyNode() instanceof ScalarNode k
                                && k.getValue().equals(key))
                        .map(t -> t.getValueNode())
                        .findFirst()
                : Optional.empty();
    }
}
