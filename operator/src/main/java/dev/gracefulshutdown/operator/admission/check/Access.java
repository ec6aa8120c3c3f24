package dev.gracefulshutdown.operator.admission.check;

import dev.gracefulshutdown.api.TargetRef;
import io.fabric8.kubernetes.api.Pluralize;
import java.util.Locale;

/**
 * A right that somebody may have: what Kubernetes calls resource attributes.
 *
 * @param namespace empty for all of them
 * @param name empty for every object
 */
record Access(String verb, String group, String resource, String subresource, String namespace, String name) {
    /** To end pods. */
    static Access endPods(String namespace, String name) {
        return new Access("delete", "", "pods", "", namespace, name);
    }

    /** To stop and start a workload: by its scale, where its kind has one. */
    static Access scale(TargetRef target, String namespace) {
        String subresource = target.known()
                .map(kind -> switch (kind) {
                    case DEPLOYMENT, STATEFUL_SET, REPLICA_SET -> "scale";
                    case DAEMON_SET, JOB, CRON_JOB, POD -> "";
                })
                .orElse("scale");
        return new Access(
                "update",
                target.group(),
                Pluralize.toPlural(target.kind().toLowerCase(Locale.ROOT)),
                subresource,
                namespace,
                target.name());
    }

    /** For people. */
    String display() {
        return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource)
                + (name.isEmpty() ? "" : " \"" + name + "\"")
                + (namespace.isEmpty() ? " in every namespace" : " in namespace " + namespace);
    }
}
