package dev.gracefulshutdown.profile;

import static java.util.stream.Collectors.joining;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.EnumNames;
import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A piece of data as a section of the guide. */
final class ProfileDoc {
    private ProfileDoc() {}

    static String server(ServerProfile profile) {
        return """
                ### %s

                %s

                | when | signal | what it does |
                |---|---|---|
                %s

                - %s
                - Recognised by %s.
                %s%s- [Its own documentation](%s)
                """.formatted(
                profile.name(),
                profile.summary(),
                steps(profile),
                profile.verified() ? "Verified against the real server." : "Not verified: `Auto` does not use it.",
                patterns(profile.recognise()),
                never(profile),
                bullets(profile.caveats()),
                profile.docs());
    }

    static String init(KnownInit init) {
        return """
                ### %s

                %s

                - Recognised by %s.
                - %s
                %s%s%s- [Its own documentation](%s)
                """.formatted(
                        init.name(),
                        init.summary(),
                        patterns(init.recognise()),
                        init.waits()
                                ? "Leaves only when what it looks after has left."
                                : "**Does not wait** for what it looks after.",
                        init.stopSignal()
                                .map(s -> "- Its stop signal is `" + s + "`.\n")
                                .orElse(""),
                        init.timeouts().stream().map(ProfileDoc::timeout).collect(joining()),
                        bullets(init.caveats()),
                        init.docs());
    }

    private static String steps(ServerProfile profile) {
        List<String> rows = new ArrayList<>();
        rows.add(row("first", profile.stopSignal(), profile, ""));
        for (EscalationStep step : profile.escalation()) {
            rows.add(row(when(step), step.signal(), profile, step.purpose() == Purpose.DIAGNOSE ? " (diagnosis)" : ""));
        }
        rows.add("| %s | `SIGKILL` | the end, unless the policy says `onDeadline: Hold` |"
                .formatted(end(profile.settings())));
        return String.join("\n", rows);
    }

    private static String row(String when, Signal signal, ServerProfile profile, String note) {
        String does = profile.meaningOf(signal).map(SignalMeaning::does).orElseThrow();
        return "| %s | `%s`%s | %s |".formatted(when, signal, note, does);
    }

    private static String when(EscalationStep step) {
        Duration at = step.at();
        return at != null
                ? "after " + Durations.format(at)
                : Durations.format(Optional.ofNullable(step.beforeEnd()).orElseThrow()) + " before the end";
    }

    private static String end(StopSettings settings) {
        Duration grace = settings.gracePeriod();
        Duration extension = settings.maxExtension();
        String end = grace == null ? "after the container's own grace period" : "after " + Durations.format(grace);
        return extension == null
                ? end
                : "%s, up to %s more while %s"
                        .formatted(
                                end,
                                Durations.format(extension),
                                Optional.ofNullable(settings.extendWhile()).orElseThrow().stream()
                                        .map(EnumNames::of)
                                        .collect(joining(" or ")));
    }

    private static String never(ServerProfile profile) {
        return profile.signals().stream()
                .filter(m -> m.effect() == SignalEffect.LOSES)
                .map(m -> "- Never `%s`: %s.\n".formatted(m.signal(), m.does()))
                .collect(joining());
    }

    private static String timeout(InnerTimeout timeout) {
        return "- `%s`, default %s for each %s (%s).\n"
                .formatted(
                        timeout.setting(),
                        Durations.format(timeout.standard()),
                        timeout.each(),
                        switch (timeout.source()) {
                            case ENVIRONMENT ->
                                timeout.unit().equals(Duration.ofSeconds(1))
                                        ? "environment, in seconds"
                                        : "environment, in milliseconds";
                            case CONFIGURATION -> "its configuration, so the default is assumed";
                        });
    }

    private static String patterns(List<ProcessPattern> patterns) {
        return patterns.stream().map(ProfileDoc::pattern).collect(joining("; or "));
    }

    private static String pattern(ProcessPattern pattern) {
        List<String> parts = new ArrayList<>();
        add(parts, "comm", pattern.comm());
        add(parts, "program", pattern.program());
        add(parts, "title", pattern.title());
        add(parts, "script", pattern.script());
        add(parts, "argument", pattern.argument());
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String what, @Nullable Pattern pattern) {
        if (pattern != null) {
            parts.add(what + " `" + pattern + "`");
        }
    }

    private static String bullets(List<String> sentences) {
        return sentences.stream().map(s -> "- " + s + "\n").collect(joining());
    }
}
