package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.host.ComposeHooks;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A container and what was found.
 *
 * @param policy the name of the one that is for it; empty without one
 */
record Finding(ContainerDetails container, Diagnosis diagnosis, Optional<String> policy) {
    /** What is worth knowing besides the verdict. */
    List<String> notes() {
        return Stream.concat(diagnosis.notes().stream(), ComposeHooks.remark(container).stream())
                .toList();
    }
}
