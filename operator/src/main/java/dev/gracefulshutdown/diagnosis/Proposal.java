package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Delivery;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A policy that would do better than the engine alone.
 *
 * @param container whose
 * @param settings what it says; nothing else than what differs from the defaults
 */
public record Proposal(String container, StopSettings settings) {
    private static final int LONGEST_NAME = 63;

    /** Ready to be pasted. Written by hand: a serializer would cost more than everything else here, for five fields. */
    public List<String> yaml() {
        return Stream.concat(
                        Stream.of(
                                "apiVersion: gracefulshutdown.dev/v1alpha1",
                                "kind: GracefulShutdownPolicy",
                                "metadata: {name: " + name() + "}",
                                "spec:",
                                "  docker: {names: [\"" + container + "\"]}"),
                        fields().stream().map(field -> "  " + field))
                .toList();
    }

    /** What differs from the defaults, as YAML, one field a line: {@code delivery: Auto}. */
    public List<String> fields() {
        return Stream.of(
                        field("profile", settings.profile()),
                        field("stopSignal", settings.stopSignal()),
                        settings.gracePeriod() == null
                                ? ""
                                : field("gracePeriod", Durations.format(settings.gracePeriod())),
                        settings.delivery() == null
                                ? ""
                                : field("delivery", settings.delivery() == Delivery.ALL ? "All" : "Auto"),
                        settings.onUndeliverable() == OnUndeliverable.SKIP ? field("onUndeliverable", "Skip") : "")
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String field(String name, @org.jspecify.annotations.Nullable Object value) {
        return value == null ? "" : name + ": " + Objects.toString(value);
    }

    /** Container names may have letters that Kubernetes' names may not. */
    private String name() {
        String plain =
                container.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
        String cut = plain.substring(0, Math.min(LONGEST_NAME, plain.length())).replaceAll("-+$", "");
        return cut.isEmpty() ? "container" : cut.matches("\\d+") ? "c-" + cut : cut;
    }
}
