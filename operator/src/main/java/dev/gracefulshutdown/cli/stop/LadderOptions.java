package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.api.StopSettingsBuilder;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.profile.ServerProfiles;
import dev.gracefulshutdown.profile.UnknownProfileException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to stop, on the command line; the words are the policies'. To be mixed in. */
final class LadderOptions {
    @Option(
            names = "--profile",
            paramLabel = "SERVER",
            description = "Signals and ladder of a known server, such as PostgreSQL; Auto recognises it.")
    private @Nullable String profile;

    @Option(
            names = {"-s", "--signal"},
            paramLabel = "SIGNAL",
            converter = SignalReader.class,
            description = "The first signal; else the profile's, the container's own, SIGTERM.")
    private @Nullable Signal signal;

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            converter = GraceReader.class,
            description =
                    "How long the whole ladder may take, as in 90s or 1m30s; else the profile's, the container's own,"
                            + " 10s.")
    private @Nullable Duration grace;

    @Option(
            names = {"-t", "--time", "--timeout"},
            paramLabel = "SECONDS",
            description = "The same as docker's own; -1 never kills.")
    private @Nullable Integer seconds;

    @Option(
            names = "--schedule",
            paramLabel = "LADDER",
            converter = Schedule.Reader.class,
            description =
                    "Signals and the seconds between them, as start-stop-daemon's: TERM/20/INT/20/KILL; with /forever"
                            + " at the end it never kills.")
    private @Nullable Schedule schedule;

    @Option(
            names = "--skip-deaf",
            description = "The same as --on-undeliverable Skip: go to the next step when nobody can hear this one.")
    private boolean skipDeaf;

    @Option(
            names = "--on-undeliverable",
            paramLabel = "Wait|Skip",
            description = "What happens to the wait for a signal that nobody can hear; Wait unless told.")
    private @Nullable OnUndeliverable onUndeliverable;

    @Option(
            names = "--on-deadline",
            paramLabel = "Kill|Hold",
            description = "What happens at the end; Hold never sends SIGKILL, and what still runs is exit code 1.")
    private @Nullable OnDeadline onDeadline;

    /** What was given; the rest is not set. */
    StopSettings settings() {
        refuseBoth();
        StopSettingsBuilder settings = StopSettings.builder();
        ifGiven(profile).map(LadderOptions::known).ifPresent(settings::profile);
        ifGiven(signal).ifPresent(settings::stopSignal);
        ifGiven(grace).ifPresent(settings::gracePeriod);
        ifGiven(seconds).ifPresent(s -> dockersOwn(s, settings));
        ifGiven(schedule)
                .ifPresent(s -> settings.stopSignal(s.first())
                        .escalation(s.later().toArray(EscalationStep[]::new))
                        .gracePeriod(s.grace())
                        .onDeadline(s.end()));
        ifGiven(skipDeaf ? OnUndeliverable.SKIP : onUndeliverable).ifPresent(settings::onUndeliverable);
        ifGiven(onDeadline).ifPresent(settings::onDeadline);
        return settings.build();
    }

    private static <T> Optional<T> ifGiven(@Nullable T value) {
        return Optional.ofNullable(value);
    }

    private static void dockersOwn(int seconds, StopSettingsBuilder settings) {
        if (seconds < 0) {
            settings.gracePeriod(Durations.MAX).onDeadline(OnDeadline.HOLD);
        } else {
            settings.gracePeriod(Duration.ofSeconds(seconds));
        }
    }

    private static String known(String name) {
        return Stream.of("None", "Auto")
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElseGet(() -> serverName(name));
    }

    private static String serverName(String name) {
        try {
            return ServerProfiles.require(name).name();
        } catch (UnknownProfileException e) {
            throw Problem.invalid("--profile", String.valueOf(e.getMessage()), "write one of these names");
        }
    }

    /** Two options that say the same thing may say different things. */
    private void refuseBoth() {
        refuse(schedule != null && signal != null, "--signal", "--schedule");
        refuse(schedule != null && (grace != null || seconds != null), "--grace", "--schedule");
        refuse(schedule != null && onDeadline != null, "--on-deadline", "--schedule");
        refuse(grace != null && seconds != null, "--time", "--grace");
        refuse(skipDeaf && onUndeliverable == OnUndeliverable.WAIT, "--on-undeliverable", "--skip-deaf");
    }

    private static void refuse(boolean both, String one, String other) {
        if (both) {
            throw Problem.invalid(one, "is given beside " + other + ", which says it too", "leave one of them out");
        }
    }
}
