package dev.gracefulshutdown.cli.operator;

import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.Interrupts;
import dev.gracefulshutdown.cli.kit.InvalidFiles;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.operator.GracefulOperator;
import dev.gracefulshutdown.operator.OperatorSettings;
import dev.gracefulshutdown.operator.docker.HostConfig;
import dev.gracefulshutdown.operator.docker.HostsFile;
import dev.gracefulshutdown.operator.status.Messages;
import dev.gracefulshutdown.operator.workload.WorkloadType;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code graceful operator}: the policies of a cluster on its workloads. */
@Command(
        name = "operator",
        description = {
            "Reconciles the policies of a Kubernetes cluster: stops, starts and restarts workloads, and keeps the records.",
            "",
            "It runs in the cluster, installed by the chart or by kubectl; outside, it uses the kubeconfig that kubectl"
                    + " uses. Several replicas agree on one that acts. SIGTERM lets reconciles under way finish."
        },
        footer = {
            "  graceful operator                                    all namespaces",
            "  graceful operator --namespaces shop,orders           these alone",
            "  graceful operator --scale-kinds argoproj.io/v1alpha1/Rollout"
        })
public final class OperatorCommand implements Callable<Integer> {
    private static final int CALL_RETRIES = 3;

    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "NAMESPACE",
            description = "Watch these only; all of them unless told.")
    private Set<String> namespaces = Set.of();

    @Option(
            names = "--own-namespace",
            defaultValue = "${env:POD_NAMESPACE:-default}",
            paramLabel = "NAMESPACE",
            description = "Where the operator runs and keeps its lease (POD_NAMESPACE; ${DEFAULT-VALUE}).")
    private String ownNamespace = "default";

    @Option(
            names = "--identity",
            defaultValue = "${env:POD_NAME:-graceful-operator}",
            paramLabel = "NAME",
            description = "Who holds the lease: another name for each replica (POD_NAME; ${DEFAULT-VALUE}).")
    private String identity = "graceful-operator";

    @Option(
            names = "--leader-elect",
            arity = "1",
            defaultValue = "true",
            paramLabel = "true|false",
            description = "Whether replicas agree on one that acts (${DEFAULT-VALUE}).")
    private boolean leaderElection = true;

    @Option(names = "--observe-only", description = "Never stop, start, restart or end anything: only tell.")
    private boolean observeOnly;

    @Option(
            names = "--scale-kinds",
            split = ",",
            paramLabel = "GROUP/VERSION/KIND",
            converter = WorkloadTypeReader.class,
            description =
                    "Further kinds that policies may name: with a scale subresource that stands for spec.replicas. The"
                            + " operator needs the right to get, list, watch and patch them.")
    private Set<WorkloadType> scaleKinds = Set.of();

    @Option(
            names = "--docker-hosts",
            paramLabel = "FILE",
            description =
                    "Docker hosts that policies may name in spec.docker.host: for each its url, tls and allowedNamespaces"
                            + " (docs/docker-hosts.md). None unless told.")
    private @Nullable Path dockerHosts;

    @ArgGroup(validate = false, heading = "%nAdmission (docs/hand-over.md):%n")
    private AdmissionOptions admission = new AdmissionOptions();

    @Option(
            names = "--http-port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "For /livez, /readyz and /metrics (${DEFAULT-VALUE}).")
    private int httpPort;

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() {
        CountDownLatch asked = new CountDownLatch(1);
        Interrupts.listen(nth -> asked.countDown());
        OperatorSettings settings = new OperatorSettings(
                namespaces,
                ownNamespace,
                identity,
                leaderElection,
                observeOnly,
                scaleKinds,
                dockerHosts(),
                admission.settings(),
                httpPort);
        try (KubernetesClient client = client();
                GracefulOperator operator = new GracefulOperator(client, settings, Clock.systemUTC())) {
            asked.await();
        } catch (IOException e) {
            throw Problem.failed(
                            "--http-port " + httpPort + ", --webhook-port " + admission.port(),
                            Objects.requireNonNullElse(e.getMessage(), e.toString()),
                            "choose ports that are free")
                    .because(e);
        } catch (OperatorException e) {
            throw Problem.failed(
                            "Kubernetes",
                            Messages.root(e),
                            "check the kubeconfig, that the CRDs are installed (kubectl apply -f crds/), and the rights of"
                                    + " the ServiceAccount")
                    .because(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCodes.OK;
    }

    private List<HostConfig> dockerHosts() {
        if (dockerHosts == null) {
            return List.of();
        }
        HostsFile file = HostsFile.read(dockerHosts);
        InvalidFiles.check(file.problems());
        return file.hosts();
    }

    /** One that gives up on a call soon, for a reconcile is tried again as a whole; by itself it would try for minutes. */
    private static KubernetesClient client() {
        Config config = Config.autoConfigure(null);
        config.setRequestRetryBackoffLimit(CALL_RETRIES);
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
