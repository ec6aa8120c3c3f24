package dev.gracefulshutdown.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The log goes to standard error; {@code simplelogger.properties} says how its lines look. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";
    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error", "off");

    /** For who looks for a fault in the libraries too; their everyday talk is none of an administrator's business. */
    private static final Set<String> DETAILED = Set.of("trace", "debug");

    private static final List<String> TAMED = List.of(
            "io.javaoperatorsdk",
            "io.javaoperatorsdk.operator.processing.event.EventProcessor",
            "io.fabric8.kubernetes.client.informers.impl.cache.Reflector",
            "io.fabric8.kubernetes.client.extended.leaderelection",
            "io.fabric8.kubernetes.client.jdkhttp",
            "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils");

    private static final String OPERATOR = "dev.gracefulshutdown.operator";

    private Logging() {}

    /** To be called before the first logger is made; a word that is no level changes nothing. */
    static void configure(Map<String, String> environment) {
        String wanted = environment.getOrDefault("GRACEFUL_LOG", "").toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(wanted)) {
            return;
        }
        System.setProperty(PREFIX + "defaultLogLevel", wanted);
        System.setProperty(PREFIX + "log." + OPERATOR, wanted);
        if (DETAILED.contains(wanted)) {
            TAMED.forEach(library -> System.setProperty(PREFIX + "log." + library, wanted));
        }
    }
}
