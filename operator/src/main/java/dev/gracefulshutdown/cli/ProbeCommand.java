package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.Problem;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code graceful probe}: whether a Deployment's pods are ready, for {@code helm test} in an image without a shell. The API
 * server is asked, not the pods: whoever can't be reached by other pods is no less ready.
 */
@Command(name = "probe", hidden = true, description = "Waits until the pods of a Deployment are ready.")
final class ProbeCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Parameters(paramLabel = "DEPLOYMENT", description = "Its name.")
    private String name = "";

    @Option(names = "--namespace", required = true, paramLabel = "NAME", description = "Its namespace.")
    private String namespace = "";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How long to go on asking. Default: ask once.")
    private int seconds;

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            Deployment deployment = ask(client);
            while (!isReady(deployment) && System.nanoTime() - end < 0) {
                Thread.sleep(PAUSE);
                deployment = ask(client);
            }
            if (isReady(deployment)) {
                console.terminal().out().println("deployment " + namespace + "/" + name + " is ready");
                return ExitCodes.OK;
            }
            throw Problem.failed(
                    "deployment " + namespace + "/" + name,
                    deployment == null ? "there is none" : "its pods are not ready",
                    "kubectl -n " + namespace + " describe deployment " + name);
        } catch (KubernetesClientException e) {
            throw Problem.failed(
                            "deployment " + namespace + "/" + name,
                            Objects.requireNonNullElse(e.getMessage(), e.toString()),
                            "check the kubeconfig and the permission to get deployments")
                    .because(e);
        }
    }

    private @Nullable Deployment ask(KubernetesClient client) {
        return client.apps().deployments().inNamespace(namespace).withName(name).get();
    }

    /** Every replica of the newest generation is ready. */
    private static boolean isReady(@Nullable Deployment deployment) {
        if (deployment == null) {
            return false;
        }
        DeploymentStatus status = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
        Integer wanted = deployment.getSpec().getReplicas();
        return Objects.equals(
                        status.getObservedGeneration(), deployment.getMetadata().getGeneration())
                && Objects.requireNonNullElse(status.getReadyReplicas(), 0).equals(wanted)
                && Objects.requireNonNullElse(status.getUpdatedReplicas(), 0).equals(wanted);
    }
}
