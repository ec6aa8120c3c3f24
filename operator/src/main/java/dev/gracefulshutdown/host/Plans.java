package dev.gracefulshutdown.host;

import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.plan.ContainerFacts;
import dev.gracefulshutdown.plan.InvalidPlanException;
import dev.gracefulshutdown.plan.Plan;
import dev.gracefulshutdown.plan.Planner;
import dev.gracefulshutdown.plan.ProfileChoice;
import dev.gracefulshutdown.profile.ServerProfile;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerHost;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.runtime.linux.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** From settings and a container to its ladder. */
record Plans(DockerHost docker, Supplier<LinuxNode> node) {
    private static final Program UNKNOWN = new Program("", List.of());
    private static final String AUTO = "Auto";

    Plan plan(ContainerDetails container, StopSettings own) throws InvalidPlanException {
        List<String> assumptions = new ArrayList<>();
        Program program = UNKNOWN;
        // Only Auto looks at processes.
        if (AUTO.equals(own.profile()) && container.isRunning()) {
            Optional<Program> seen = node.get().program(container.id(), container.pid());
            if (seen.isEmpty()) {
                assumptions.add(
                        "profile None: the container's processes can't be seen from here, so Auto recognises nobody");
            }
            program = seen.orElse(UNKNOWN);
        }
        StopSettings profile = ProfileChoice.of(own, program.comm(), program.arguments())
                .map(ServerProfile::settings)
                .orElse(StopSettings.NONE);
        Plan plan = Planner.plan(own, profile, facts(container));
        assumptions.addAll(plan.assumptions());
        return new Plan(plan.ladder(), assumptions);
    }

    private ContainerFacts facts(ContainerDetails container) {
        return new ContainerFacts(
                container.stopSignal().own(),
                container.stopTimeout().own().filter(own -> !own.isNegative()),
                docker.capabilities().defaultStopTimeout());
    }
}
