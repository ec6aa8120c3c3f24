package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.ProcessKey;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.SignalSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All of a container's processes with their signal masks, as ps(1) on the engine's machine prints them for {@code docker
 * top}: nothing is run in the container. Only procps knows these columns; where another ps is, there is no answer. PIDs are
 * that machine's.
 */
final class TopLook {
    private static final String COLUMNS =
            "-eo pid,ppid,stat,etimes,caught:16,blocked:16,ignored:16,comm:16,args".replace(" ", "%20");
    private static final int TICKS_PER_SECOND = 100;
    private static final long LONG_AGO = 1L << 40;
    private static final int FIELDS = 9;

    private final EngineClient client;
    private final Predicate<String> isInit;

    TopLook(EngineClient client, Predicate<String> isInit) {
        this.client = client;
        this.isInit = isInit;
    }

    Optional<Workbench.Processes> look(ContainerDetails run) {
        EngineCall call = EngineCall.get(
                ContainerCalls.object(run.name()), "/containers/" + run.id() + "/top?ps_args=" + COLUMNS);
        try {
            return read(client.call(call, ContainerCalls.ORDINARY).json().path("Processes"), run);
        } catch (DockerException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<Workbench.Processes> read(JsonNode rows, ContainerDetails run) {
        List<ProcessFacts> processes = new ArrayList<>();
        Map<Integer, List<String>> lines = new HashMap<>();
        Duration age = Duration.ZERO;
        for (JsonNode row : rows) {
            if (row.size() != FIELDS) {
                return Optional.empty();
            }
            int pid = row.path(0).asInt();
            long seconds = Long.parseLong(row.path(3).asText());
            if (pid == run.pid()) {
                age = Duration.ofSeconds(seconds);
            }
            if (!row.path(2).asText().startsWith("Z")) {
                processes.add(facts(row, pid, LONG_AGO - seconds * TICKS_PER_SECOND, run));
                lines.put(pid, List.of(row.path(8).asText().split(" ")));
            }
        }
        return Optional.of(new Workbench.Processes(new Reading(run.pid(), age.toMillis(), processes), lines));
    }

    private ProcessFacts facts(JsonNode row, int pid, long startTicks, ContainerDetails run) {
        String name = row.path(7).asText();
        boolean main = pid == run.pid();
        return new ProcessFacts(
                new ProcessKey(pid, startTicks),
                row.path(1).asInt(),
                main && !run.sharesPids() ? 1 : pid,
                name,
                row.path(2).asText().charAt(0),
                SignalSet.parse(row.path(4).asText()),
                SignalSet.parse(row.path(5).asText()),
                SignalSet.parse(row.path(6).asText()),
                isInit.test(name) || (main && run.init()),
                true);
    }
}
