package dev.gracefulshutdown.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** One shutdown of one pod or Docker container: requested by somebody, or an agent's record of what it saw. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("sd")
@AdditionalPrinterColumn(name = "Pod", jsonPath = ".spec.podRef.name")
@AdditionalPrinterColumn(name = "Cause", jsonPath = ".spec.cause")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Outcome", jsonPath = ".status.outcome")
@AdditionalPrinterColumn(name = "Took", jsonPath = ".status.took")
@AdditionalPrinterColumn(name = "Container", jsonPath = ".spec.dockerContainer.name", priority = 1)
@AdditionalPrinterColumn(name = "Policy", jsonPath = ".status.policy.name", priority = 1)
@AdditionalPrinterColumn(name = "Deadline", jsonPath = ".status.deadline", priority = 1)
@AdditionalPrinterColumn(name = "Origin", jsonPath = ".spec.origin", priority = 1)
@AdditionalPrinterColumn(name = "Node", jsonPath = ".spec.nodeName", priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class Shutdown extends CustomResource<ShutdownSpec, @Nullable ShutdownStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    // The superclass would call no-argument constructors, which records lack.
    @Override
    @SuppressWarnings("NullAway")
    protected ShutdownSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable ShutdownStatus initStatus() {
        return null;
    }
}
