package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.file.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The file that names Docker hosts.
 *
 * <pre>{@code
 * hosts:
 *   edge-1:
 *     url: tcp://edge-1:2376
 *     tls: /etc/graceful/docker/edge-1     # ca.pem, cert.pem and key.pem
 *     allowedNamespaces: [shop]            # nobody unless named
 * }</pre>
 *
 * @param hosts in their order; none where anything is wrong
 * @param problems all that is wrong
 */
public record HostsFile(List<HostConfig> hosts, List<Problem> problems) {
    public HostsFile {
        hosts = problems.isEmpty() ? List.copyOf(hosts) : List.of();
        problems = List.copyOf(problems);
    }

    /** Reads one. */
    public static HostsFile read(Path file) {
        try {
            return parse(file, Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return broken(
                    file, 0, 0, "can't be read: " + e, "name a file that the operator may read in --docker-hosts");
        }
    }

    static HostsFile parse(Path file, String yaml) {
        try {
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel(file.toString()).build()).composeString(yaml);
            HostsReader reader = new HostsReader(file);
            return new HostsFile(root.map(reader::hosts).orElse(List.of()), reader.problems());
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(0);
            return broken(file, line, column, "is no YAML: " + e.getProblem(), "");
        } catch (YamlEngineException e) {
            return broken(file, 0, 0, "is no YAML: " + Objects.requireNonNullElse(e.getMessage(), ""), "");
        }
    }

    private static HostsFile broken(Path file, int line, int column, String message, String remedy) {
        return new HostsFile(List.of(), List.of(new Problem(file, line, column, "", message, remedy)));
    }
}
