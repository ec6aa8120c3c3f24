package dev.gracefulshutdown.operator.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.file.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsFileTest {
    private static final Path FILE = Path.of("hosts.yaml");

    private static HostsFile parse(String yaml) {
        return HostsFile.parse(FILE, yaml);
    }

    @Test
    void aHostHasAUrlItsTlsAndWhoMayReachIt() {
        HostsFile file = parse("""
                hosts:
                  edge-1:
                    url: tcp://edge-1:2376
                    tls: /etc/graceful/docker/edge-1
                    allowedNamespaces: [shop, bank]
                  here: {url: "unix:///var/run/docker.sock"}
                """);
        assertThat(file.problems()).isEmpty();
        assertThat(file.hosts()).extracting(HostConfig::name).containsExactly("edge-1", "here");
        HostConfig edge = file.hosts().getFirst();
        assertThat(edge.endpoint().url()).hasToString("tcp://edge-1:2376");
        assertThat(edge.endpoint().tls().orElseThrow().folder()).hasToString("/etc/graceful/docker/edge-1");
        assertThat(edge.endpoint().tls().orElseThrow().verify()).isTrue();
        assertThat(edge.allows("shop")).isTrue();
        assertThat(edge.allows("other")).isFalse();
    }

    @Test
    void nobodyMayReachAHostUnlessNamed() {
        HostConfig host = parse("hosts: {a: {url: 'tcp://a:2376'}}").hosts().getFirst();
        assertThat(host.allowedNamespaces()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hosts:", "hosts: {}", "# nothing\n"})
    void thereMayBeNoHosts(String yaml) {
        assertThat(parse(yaml)).isEqualTo(new HostsFile(List.of(), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                              | ''                         | is no mapping",
                "{host: {}}                                      | host                       | is not known",
                "{hosts: [a]}                                    | hosts                      | is no mapping",
                "{hosts: {A: {url: 'tcp://a:2376'}}}             | hosts.A                    | is no name for a host",
                "{hosts: {a: }}                                  | hosts.a                    | is no mapping",
                "{hosts: {a: {tls: /x}}}                         | hosts.a.url                | is missing",
                "{hosts: {a: {url: 7}}}                          | hosts.a.url                | is no text",
                "{hosts: {a: {url: 'ssh://a'}}}                  | hosts.a.url                | SSH is not spoken here",
                "{hosts: {a: {url: 'nonsense'}}}                 | hosts.a.url                | not an engine's address",
                "{hosts: {a: {url: 'tcp://a:1', tls: x}}}        | hosts.a.tls                | is no absolute path",
                "{hosts: {a: {url: 'unix:///a', tls: /x}}}       | hosts.a.url                | is no TCP address, and tls is for TCP",
                "{hosts: {a: {url: 'tcp://a:1', port: 7}}}       | hosts.a.port               | is not known",
                "{hosts: {a: {url: 'tcp://a:1', allowedNamespaces: shop}}} | hosts.a.allowedNamespaces | is no list",
                "{hosts: {a: {url: 'tcp://a:1', allowedNamespaces: ['*']}}} | hosts.a.allowedNamespaces | * is no name of a namespace",
                "{hosts: {a: {url: 'tcp://a:1'}, b: {url: 'tcp://a:1'}}} | hosts.b.url | is the url of host a too",
            })
    void aMistakeIsToldWithItsPlaceAndFieldAndNoHostIsUsed(String yaml, String field, String message) {
        HostsFile file = parse("# hosts\n" + yaml);
        assertThat(file.hosts()).isEmpty();
        Problem problem = file.problems().getFirst();
        assertThat(problem.line()).isEqualTo(2);
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.message()).isEqualTo(message);
        assertThat(problem.remedy()).isNotEmpty();
    }

    @Test
    void whatIsNoYamlIsToldWithItsLine() {
        Problem problem = parse("hosts:\n  a: {url: 'x\n").problems().getFirst();
        assertThat(problem.toString()).startsWith("hosts.yaml:").contains("is no YAML");
    }

    @Test
    void aFileThatIsNotThereIsToldByItsName() {
        HostsFile file = HostsFile.read(Path.of("/nowhere/hosts.yaml"));
        assertThat(file.problems().getFirst().toString()).contains("/nowhere/hosts.yaml", "--docker-hosts");
    }
}
