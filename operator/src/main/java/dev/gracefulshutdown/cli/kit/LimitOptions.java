package dev.gracefulshutdown.cli.kit;

import dev.gracefulshutdown.plan.Limits;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.Option;

/** What the administrator allows policies at the most: operator and agents are told alike. */
public final class LimitOptions {
    @Option(
            names = "--max-ceiling",
            defaultValue = "1h",
            paramLabel = "DURATION",
            converter = DurationReader.class,
            description = "The longest that a pod's shutdown may take (${DEFAULT-VALUE}).")
    private Duration maxCeiling = Limits.DEFAULTS.maxCeiling();

    @Option(
            names = "--max-extension",
            defaultValue = "1h",
            paramLabel = "DURATION",
            converter = DurationReader.class,
            description = "The most that a policy's maxExtension may say (${DEFAULT-VALUE}).")
    private Duration maxExtension = Limits.DEFAULTS.maxExtension();

    @Option(
            names = "--hold-namespaces",
            split = ",",
            defaultValue = "*",
            paramLabel = "NAMESPACE",
            description = "Where policies may say onDeadline: Hold; * is everywhere (${DEFAULT-VALUE}).")
    private Set<String> holdNamespaces = Limits.DEFAULTS.holdNamespaces();

    /** As they were given. */
    public Limits limits() {
        return new Limits(maxCeiling, maxExtension, holdNamespaces);
    }
}
