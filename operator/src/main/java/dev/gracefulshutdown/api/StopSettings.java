package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.gracefulshutdown.ladder.Condition;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Signal;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a container is stopped: the fields that a policy, its overrides by container, a shutdown's plan and a known
 * server's profile have in common. {@code null} is "not set" everywhere, which an empty list is not.
 *
 * @param strategy Stop asks first and escalates until the grace period is over; Kill sends one signal at once and waits for
 *     nothing. Default: Stop.
 * @param profile A known server whose signals and ladder fill in what is not set here, for example PostgreSQL. Auto
 *     recognises the server by its process and uses verified profiles only; None uses none. Default: None.
 * @param stopSignal The first signal of a Stop, for example SIGTERM, SIGQUIT or SIGRTMIN+3. Default: the profile's; else the
 *     stop signal of the container or its image where it can be read; else SIGTERM.
 * @param killSignal The one signal of a Kill. Default: SIGKILL.
 * @param gracePeriod How long the whole ladder may take, from the moment the first signal may be sent until SIGKILL,
 *     drainDelay not included; for example 60s or 1m30s. Default: the longer of the profile's and the container's or pod's own;
 *     else 10s on Docker and 30s on Kubernetes.
 * @param escalation The steps between the first signal and the end of the grace period, in the order of sending. Default: the
 *     profile's; else none.
 * @param delivery Who gets the signals: Auto is the main process if it hears, else its topmost descendants that do; Main is the
 *     main process alone; Descendants are the topmost descendants that hear; All is every process. A step's own "to" wins.
 *     Default: Auto.
 * @param onUndeliverable What happens to the wait for a step that nobody can hear: Wait waits all the same, as Docker does;
 *     Skip goes to the next step at once. Default: Wait.
 * @param drainDelay The time between the shutdown's start and the first signal, in which endpoints and load balancers
 *     forget the pod; for example 5s. Default: 0s.
 * @param extendWhile At the end of the ladder there is more time while one of these holds: DiskWait is a thread that
 *     hangs in disk I/O, DiskWrites is data still being written, Connections are clients still connected. Default: the profile's; else none.
 * @param maxExtension The most that extendWhile may add, for example 5m. Default: the profile's; else 0s.
 * @param onDeadline What happens at the end: Kill sends SIGKILL; Hold never does by itself and says so loudly until
 *     somebody releases it. Default: Kill.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StopSettings(
        @PascalCase @Nullable Strategy strategy,

        @Pattern(StopSettings.PROFILE_PATTERN) @Size(max = 63) @Nullable
        String profile,

        @SignalName @Nullable Signal stopSignal,
        @SignalName @Nullable Signal killSignal,
        @DurationText @Nullable Duration gracePeriod,
        @Size(max = 8) @Nullable List<EscalationStep> escalation,
        @PascalCase @Nullable Delivery delivery,
        @PascalCase @Nullable OnUndeliverable onUndeliverable,
        @DurationText @Nullable Duration drainDelay,

        @JsonSerialize(contentUsing = EnumNames.Writer.class)
        @JsonDeserialize(contentUsing = EnumNames.Reader.class)
        @Nullable
        Set<Condition> extendWhile,

        @DurationText @Nullable Duration maxExtension,
        @PascalCase @Nullable OnDeadline onDeadline) {

    static final String PROFILE_PATTERN = "^[A-Za-z][A-Za-z0-9]*$";

    /** Nothing is set. */
    public static final StopSettings NONE = builder().build();

    /** What a policy's own settings are where they are not set and the default is constant. */
    public static final StopSettings DEFAULTS = builder()
            .strategy(Strategy.STOP)
            .profile("None")
            .delivery(Delivery.AUTO)
            .onUndeliverable(OnUndeliverable.WAIT)
            .drainDelay(Duration.ZERO)
            .onDeadline(OnDeadline.KILL)
            .build();

    public StopSettings {
        escalation = escalation == null ? null : List.copyOf(escalation);
        // Sorted, so that what is written twice is written the same.
        extendWhile = extendWhile == null ? null : Collections.unmodifiableSet(new TreeSet<>(extendWhile));
    }

    /** Nothing set yet. */
    public static StopSettingsBuilder builder() {
        return new StopSettingsBuilder();
    }

    /** These settings, and the other's for what is not set here: {@code override.orElse(policy).orElse(profile)}. */
    public StopSettings orElse(StopSettings other) {
        return new StopSettings(
                first(other, StopSettings::strategy),
                first(other, StopSettings::profile),
                first(other, StopSettings::stopSignal),
                first(other, StopSettings::killSignal),
                first(other, StopSettings::gracePeriod),
                first(other, StopSettings::escalation),
                first(other, StopSettings::delivery),
                first(other, StopSettings::onUndeliverable),
                first(other, StopSettings::drainDelay),
                first(other, StopSettings::extendWhile),
                first(other, StopSettings::maxExtension),
                first(other, StopSettings::onDeadline));
    }

    private <T> @Nullable T first(StopSettings other, Function<StopSettings, @Nullable T> field) {
        T own = field.apply(this);
        return own != null ? own : field.apply(other);
    }
}
