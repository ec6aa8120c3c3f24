package dev.gracefulshutdown.cli.operator;

import dev.gracefulshutdown.cli.kit.LimitOptions;
import dev.gracefulshutdown.handover.HandOver;
import dev.gracefulshutdown.operator.admission.AdmissionSettings;
import dev.gracefulshutdown.operator.admission.pod.PodSecurity;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How pods, policies and shutdowns are admitted. */
final class AdmissionOptions {
    @Option(
            names = "--webhook-configuration",
            paramLabel = "NAME",
            description =
                    "Serve admission, and keep the mutating and the validating webhook configuration of this name; both are"
                            + " there already. Without it pods are not prepared.")
    private @Nullable String configuration;

    @Option(
            names = "--webhook-port",
            defaultValue = "9443",
            paramLabel = "PORT",
            description = "Where the API server calls (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--webhook-cert-dir",
            paramLabel = "DIR",
            description =
                    "tls.crt and tls.key that somebody else renews, cert-manager for example, and caBundle besides; by"
                            + " default the operator looks after both.")
    private @Nullable Path certificateFolder;

    @Option(
            names = "--agent-hook-port",
            defaultValue = "" + HandOver.DEFAULT_PORT,
            paramLabel = "PORT",
            description = "Where agents listen on their node: their --hook-port (${DEFAULT-VALUE}); 0 where there are"
                    + " none, so that pods are left as they are.")
    private int agentHookPort;

    @Option(
            names = "--pod-security-default",
            defaultValue = "privileged",
            paramLabel = "LEVEL[:VERSION]",
            converter = PodSecurityReader.class,
            description = "What the cluster enforces in namespaces without a label of their own (${DEFAULT-VALUE}).")
    private PodSecurity podSecurity = PodSecurity.PRIVILEGED;

    @ArgGroup(validate = false)
    private LimitOptions limits = new LimitOptions();

    int port() {
        return port;
    }

    Optional<AdmissionSettings> settings() {
        return Optional.ofNullable(configuration)
                .map(name -> new AdmissionSettings(
                        name,
                        port,
                        Optional.ofNullable(certificateFolder),
                        AdmissionSettings.CERTIFICATE_LIFETIME,
                        AdmissionSettings.TRUST_DELAY,
                        agentHookPort,
                        podSecurity,
                        limits.limits()));
    }
}
