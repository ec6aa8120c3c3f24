package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.api.file.Problem;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint.TlsFiles;
import dev.gracefulshutdown.runtime.docker.DockerException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** From the nodes of a {@link HostsFile} to hosts; notes everything that is wrong, and where. */
final class HostsReader {
    /** Names of labels, which namespaces and hosts have. */
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

    private static final int LONGEST_HOST = 50;
    private static final int LONGEST_NAMESPACE = 63;
    private static final Set<String> FIELDS = Set.of("url", "tls", "allowedNamespaces");

    private final Path file;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<URI, String> urls = new HashMap<>();

    HostsReader(Path file) {
        this.file = file;
    }

    List<Problem> problems() {
        return problems;
    }

    List<HostConfig> hosts(Node root) {
        Map<String, Node> fields = fields(root, "", "write hosts: and below it a name for each");
        fields.forEach((name, value) -> {
            if (!name.equals("hosts")) {
                wrong(value, name, "is not known", "the file has one field, hosts");
            }
        });
        Node hosts = fields.get("hosts");
        if (hosts == null || isNull(hosts)) {
            return List.of();
        }
        List<HostConfig> read = new ArrayList<>();
        fields(hosts, "hosts", "write each host's name, and below it its url")
                .forEach((name, node) -> host(name, node).ifPresent(read::add));
        return read;
    }

    private Optional<HostConfig> host(String name, Node node) {
        String path = "hosts." + name;
        if (name.length() > LONGEST_HOST || !name.matches(LABEL)) {
            wrong(node, path, "is no name for a host", "use at most 50 of a-z, 0-9 and - in between, as edge-1");
        }
        Map<String, Node> fields = fields(node, path, "write url: and what else it needs below its name");
        fields.forEach((field, value) -> {
            if (!FIELDS.contains(field)) {
                wrong(value, path + "." + field, "is not known", "a host has url, tls and allowedNamespaces");
            }
        });
        Set<String> namespaces = Set.copyOf(namespaces(fields.get("allowedNamespaces"), path + ".allowedNamespaces"));
        return endpoint(name, node, fields).map(endpoint -> new HostConfig(name, endpoint, namespaces));
    }

    private Optional<DockerEndpoint> endpoint(String name, Node host, Map<String, Node> fields) {
        String path = "hosts." + name;
        Node url = fields.get("url");
        if (url == null) {
            wrong(host, path + ".url", "is missing", "write tcp://host:2376, or unix:///var/run/docker.sock");
            return Optional.empty();
        }
        Optional<String> address = text(url, path + ".url", "write tcp://host:2376, or unix:///var/run/docker.sock");
        Optional<Path> folder = Optional.ofNullable(fields.get("tls"))
                .flatMap(node -> text(node, path + ".tls", "write the folder of ca.pem, cert.pem and key.pem"))
                .map(Path::of);
        if (folder.filter(f -> !f.isAbsolute()).isPresent()) {
            wrong(fields.get("tls"), path + ".tls", "is no absolute path", "begin it with /");
        }
        return address.flatMap(a -> endpoint(name, url, a, folder));
    }

    private Optional<DockerEndpoint> endpoint(String name, Node url, String address, Optional<Path> tls) {
        String path = "hosts." + name + ".url";
        try {
            DockerEndpoint endpoint =
                    DockerEndpoint.of(address, tls.map(folder -> new TlsFiles(folder, true)), "host " + name);
            if (tls.isPresent() && endpoint.tls().isEmpty()) {
                wrong(url, path, "is no TCP address, and tls is for TCP", "take tls away, or write tcp://host:2376");
            }
            String other = urls.putIfAbsent(endpoint.url(), name);
            if (other != null) {
                wrong(url, path, "is the url of host " + other + " too", "give each engine one name");
            }
            return Optional.of(endpoint);
        } catch (DockerException e) {
            wrong(url, path, e.what(), e.remedy());
            return Optional.empty();
        }
    }

    private List<String> namespaces(@Nullable Node node, String path) {
        if (node == null || isNull(node)) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            wrong(node, path, "is no list", "write the namespaces' names in brackets: [shop]");
            return List.of();
        }
        List<String> names = list.getValue().stream()
                .flatMap(entry -> text(entry, path, "write the namespaces' names: [shop]").stream())
                .toList();
        for (String name : names) {
            if (name.length() > LONGEST_NAMESPACE || !name.matches(LABEL)) {
                wrong(node, path, name + " is no name of a namespace", "write each namespace's name, as shop");
            }
        }
        return names.stream().distinct().toList();
    }

    private Optional<String> text(Node node, String path, String remedy) {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.STR)
                && !scalar.getValue().isEmpty()) {
            return Optional.of(scalar.getValue());
        }
        wrong(node, path, "is no text", remedy);
        return Optional.empty();
    }

    private Map<String, Node> fields(Node node, String path, String remedy) {
        if (!(node instanceof MappingNode mapping)) {
            wrong(node, path, "is no mapping", remedy);
            return Map.of();
        }
        return mapping.getValue().stream()
                .collect(Collectors.toMap(
                        HostsReader::key, NodeTuple::getValueNode, (first, second) -> first, LinkedHashMap::new));
    }

    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private void wrong(@Nullable Node node, String field, String message, String remedy) {
        var mark = Optional.ofNullable(node).flatMap(Node::getStartMark);
        problems.add(new Problem(
                file,
                mark.map(m -> m.getLine() + 1).orElse(0),
                mark.map(m -> m.getColumn() + 1).orElse(0),
                field,
                message,
                remedy));
    }
}
