package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.Selection;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One look at the policies and the containers, and what follows from it. For one thread. */
final class Reconciler {
    private final Host host;
    private final PolicySource source;
    private final Ladders ladders;
    private final Resting resting;
    private final Deeds deeds;
    private final Announcements announcements;
    private final Audience audience;
    private volatile List<Policy> inForce = List.of();

    Reconciler(
            Host host,
            PolicySource source,
            Ladders ladders,
            Resting resting,
            Deeds deeds,
            Announcements announcements,
            Audience audience) {
        this.host = host;
        this.source = source;
        this.ladders = ladders;
        this.resting = resting;
        this.deeds = deeds;
        this.announcements = announcements;
        this.audience = audience;
    }

    /** What holds now; read anew at each look. Safe for several threads. */
    List<Policy> policies() {
        return inForce;
    }

    /** Reads the policies, and does nothing yet. */
    PolicySource.Version readPolicies() {
        PolicySource.Version version = source.read();
        inForce = version.policies();
        return version;
    }

    /**
     * What came of a look.
     *
     * @param begun something was
     * @param waiting what can't be begun before others are back, in words
     */
    record Looked(boolean begun, List<String> waiting) {
        Looked {
            waiting = List.copyOf(waiting);
        }
    }

    /**
     * Looks, decides, begins what is to be done.
     *
     * @throws IOException when what is begun can't be noted: then nothing is
     */
    Looked look() throws IOException {
        PolicySource.Version version = readPolicies();
        // What ends while the containers are listed may be listed as running: it counts as busy, and its end makes us
        // look again.
        Set<String> busy = new HashSet<>(ladders.busy());
        List<ContainerDetails> containers = host.docker().containers(Selection.ALL);
        busy.addAll(ladders.busy());
        Map<String, String> troubles = resting.at(Instant.now());
        Scene scene = new Scene(version.policies(), containers, busy, troubles.keySet());
        announcements.scene(scene);
        Set<String> ids = containers.stream().map(ContainerDetails::id).collect(Collectors.toSet());
        Notes before = deeds.notes();
        Notes kept = before.only(version.complete() ? names() : before.nonces().keySet(), ids);
        Decision decision = Decider.decide(scene, kept);
        boolean begun = deeds.begin(decision);
        audience.looked(new Findings(scene, decision, deeds.notes(), ladders.busy(), resting.at(Instant.now())));
        return new Looked(begun, decision.waiting());
    }

    private Set<String> names() {
        return inForce.stream().map(Policy::name).collect(Collectors.toSet());
    }
}
