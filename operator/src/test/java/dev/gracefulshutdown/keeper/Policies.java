package dev.gracefulshutdown.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.file.Document;
import dev.gracefulshutdown.api.file.Loaded;
import dev.gracefulshutdown.api.file.ResourceFiles;
import java.nio.file.Path;
import java.util.List;

/** Policies as people write them. */
public final class Policies {
    private Policies() {}

    /** One for containers by name, with more lines of its spec. */
    public static Policy named(String name, String container, String... spec) {
        return of(name, "docker: {names: [" + container + "]}", spec);
    }

    /** One with more lines of its spec. */
    public static Policy of(String name, String target, String... spec) {
        Loaded loaded = ResourceFiles.parse(Path.of("policies.yaml"), text(name, target, spec));
        assertThat(loaded.problems()).isEmpty();
        Document<?> document = loaded.documents().getFirst();
        return Policy.of(document.with((GracefulShutdownPolicy) document.resource()));
    }

    /** As it stands in a file. */
    public static String text(String name, String target, String... spec) {
        return """
                apiVersion: gracefulshutdown.dev/v1alpha1
                kind: GracefulShutdownPolicy
                metadata: {name: %s}
                spec:
                  %s
                """.formatted(name, target)
                + String.join(
                        "",
                        List.of(spec).stream().map(line -> "  " + line + "\n").toList());
    }
}
