package dev.gracefulshutdown.delivery;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Helm chart, rendered as a release of a name in a namespace. */
record Chart(String release, String namespace) {
    static final Path FOLDER = Program.ROOT.resolve("helm");

    /** As in deploy/ and in the documentation. */
    static final Chart USUAL = new Chart("graceful", "graceful-system");

    /** @param options of {@code helm template}, such as {@code --set replicas=2} */
    Program.Result template(String... options) {
        // What a helm that was built without its build's settings takes a cluster for is older than the chart allows.
        Stream<String> head =
                Stream.of("template", release, "helm", "--namespace", namespace, "--kube-version", "1.34.0");
        return Program.HELM.call(Stream.concat(head, Stream.of(options)).toArray(String[]::new));
    }

    /** @param values as in {@code --set}: {@code replicas=2} */
    Manifests render(String... values) {
        return Manifests.parse(template(set(values)).text());
    }

    /** What the schema says to values that can't be. */
    String refusal(String... values) {
        return template(set(values)).complaint();
    }

    static String[] set(String... values) {
        return List.of(values).stream().flatMap(v -> Stream.of("--set", v)).toArray(String[]::new);
    }
}
