package dev.gracefulshutdown.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** Standing rules for how the containers of a workload are shut down, and whether it should run. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("gsp")
@AdditionalPrinterColumn(name = "Strategy", jsonPath = ".spec.strategy")
@AdditionalPrinterColumn(name = "Profile", jsonPath = ".spec.profile")
@AdditionalPrinterColumn(name = "Grace", jsonPath = ".spec.gracePeriod")
@AdditionalPrinterColumn(name = "State", jsonPath = ".spec.state")
@AdditionalPrinterColumn(name = "Pods", jsonPath = ".status.pods.matched", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Last", jsonPath = ".status.lastShutdown.outcome")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason", priority = 1)
@AdditionalPrinterColumn(name = "Target", jsonPath = ".spec.targetRef.name", priority = 1)
@AdditionalPrinterColumn(
        name = "Prepared",
        jsonPath = ".status.pods.prepared",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Signals heard",
        jsonPath = ".status.conditions[?(@.type==\"SignalsHeard\")].status",
        priority = 1)
@AdditionalPrinterColumn(name = "Recommended", jsonPath = ".status.recommendedGracePeriod", priority = 1)
@AdditionalPrinterColumn(name = "Mode", jsonPath = ".spec.mode", priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class GracefulShutdownPolicy
        extends CustomResource<GracefulShutdownPolicySpec, @Nullable GracefulShutdownPolicyStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;

    // The superclass would call no-argument constructors, which records lack.
    @Override
    @SuppressWarnings("NullAway")
    protected GracefulShutdownPolicySpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable GracefulShutdownPolicyStatus initStatus() {
        return null;
    }
}
