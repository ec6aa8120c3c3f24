package dev.gracefulshutdown.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Kubernetes' own workloads, which a policy can name; others it can name besides are not known beforehand. */
public enum TargetKind {
    DEPLOYMENT,
    STATEFUL_SET,
    DAEMON_SET,
    REPLICA_SET,
    JOB,
    CRON_JOB,
    POD;

    /** As it stands in a manifest. */
    public String kind() {
        return EnumNames.of(this);
    }

    /** The one that a manifest calls so. */
    public static Optional<TargetKind> of(String kind) {
        return Arrays.stream(values()).filter(k -> k.kind().equals(kind)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(TargetKind::kind).toList();
    }

    /** The API version that the kind belongs to. */
    public String apiVersion() {
        return switch (this) {
            case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET -> "apps/v1";
            case JOB, CRON_JOB -> "batch/v1";
            case POD -> "v1";
        };
    }
}
