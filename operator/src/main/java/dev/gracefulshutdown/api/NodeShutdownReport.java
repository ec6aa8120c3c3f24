package dev.gracefulshutdown.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * Who would hear the stop signal in a node's containers, with a policy or without. Its name is the node's, and the agent
 * of that node writes it whole, when something has changed and at most every 30 seconds. It has a spec and no status, as a
 * CSINode does: it asks for nothing that anybody would answer, so one right and one write are enough.
 */
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("nsr")
@AdditionalPrinterColumn(
        name = "Containers",
        jsonPath = ".spec.summary.containers",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Heard", jsonPath = ".spec.summary.heard", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Unheard",
        jsonPath = ".spec.summary.unheard",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Unknown",
        jsonPath = ".spec.summary.unknown",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Changed", jsonPath = ".spec.changedAt", type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class NodeShutdownReport extends CustomResource<NodeShutdownReportSpec, @Nullable Void> {
    private static final long serialVersionUID = 1L;

    // The superclass would call a no-argument constructor, which records lack.
    @Override
    @SuppressWarnings("NullAway")
    protected NodeShutdownReportSpec initSpec() {
        return null;
    }
}
