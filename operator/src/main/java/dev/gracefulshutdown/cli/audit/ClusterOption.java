package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.cli.kit.Problem;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --context}, {@code --kubeconfig}: the cluster, found as kubectl finds it. */
final class ClusterOption {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int REQUEST_MILLIS = 30_000;
    private static final int RETRIES = 2;

    @Option(names = "--context", paramLabel = "NAME", description = "The context of the kubeconfig.")
    private @Nullable String context;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Else KUBECONFIG, ~/.kube/config, or in a pod its ServiceAccount.")
    private @Nullable Path file;

    Config config() {
        Config config = file == null ? Config.autoConfigure(context) : read(file);
        check(config, System.getenv());
        return new ConfigBuilder(config)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(RETRIES)
                .build();
    }

    private Config read(Path kubeconfig) {
        if (!Files.isReadable(kubeconfig)) {
            throw Problem.invalid("--kubeconfig " + kubeconfig, "there is no such file", "check the path");
        }
        return Config.fromKubeconfig(context, kubeconfig.toFile());
    }

    private void check(Config config, Map<String, String> environment) {
        List<String> known =
                config.getContexts().stream().map(NamedContext::getName).toList();
        if (context != null && !known.contains(context)) {
            throw Problem.invalid(
                    "--context " + context,
                    "the kubeconfig has no such context",
                    known.isEmpty() ? "it has none; see kubectl config view" : "it has " + String.join(", ", known));
        }
        if (known.isEmpty() && file == null && !environment.containsKey("KUBERNETES_SERVICE_HOST")) {
            throw Problem.invalid(
                    "cluster",
                    "neither a kubeconfig nor a pod's ServiceAccount is here",
                    "set KUBECONFIG or give --kubeconfig FILE");
        }
    }
}
