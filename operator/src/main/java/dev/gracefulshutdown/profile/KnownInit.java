package dev.gracefulshutdown.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that stands before a container's real work as PID 1 and passes a stop on to it. Its descendants are never
 * signalled beside it: they would get the signal twice, and for many the second one means "now, at once".
 *
 * @param name for people
 * @param summary what it does with the stop signal
 * @param docs its own documentation
 * @param recognise any of these is it
 * @param stopSignal what makes it begin, where that is not SIGTERM
 * @param waits it leaves only when what it looks after has left; if not, the kernel kills the rest as soon as it goes
 * @param timeouts its own; none means that it waits for as long as its child takes
 * @param caveats what one has to know at 3 a.m.
 */
public record KnownInit(
        String name,
        String summary,
        String docs,
        List<ProcessPattern> recognise,
        Optional<Signal> stopSignal,
        boolean waits,
        List<InnerTimeout> timeouts,
        List<String> caveats) {

    public KnownInit {
        recognise = List.copyOf(recognise);
        timeouts = List.copyOf(timeouts);
        caveats = List.copyOf(caveats);
    }

    @JsonCreator
    static KnownInit read(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty(value = "summary", required = true) String summary,
            @JsonProperty(value = "docs", required = true) String docs,
            @JsonProperty(value = "recognise", required = true) List<ProcessPattern> recognise,
            @JsonProperty("stopSignal") @Nullable String stopSignal,
            @JsonProperty(value = "waits", required = true) boolean waits,
            @JsonProperty(value = "timeouts", required = true) List<InnerTimeout> timeouts,
            @JsonProperty(value = "caveats", required = true) List<String> caveats) {
        return new KnownInit(
                name,
                summary,
                docs,
                recognise,
                Optional.ofNullable(stopSignal).map(Signals::named),
                waits,
                timeouts,
                caveats);
    }

    /**
     * How long its own stop may take before it kills what is left, with one of each thing that it counts by: no step may come
     * before that, and a shorter grace period cuts it.
     *
     * @param environment the container's
     * @return empty when it has no timeouts of its own
     */
    public Optional<Duration> innerTime(Map<String, String> environment) {
        return timeouts.stream().map(t -> t.in(environment)).reduce(Duration::plus);
    }

    boolean recognises(String comm, CommandLine line) {
        return recognise.stream().anyMatch(pattern -> pattern.matches(comm, line));
    }
}
