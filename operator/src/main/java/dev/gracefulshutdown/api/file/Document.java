package dev.gracefulshutdown.api.file;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;

/**
 * A resource from a file, with the schema's defaults filled in.
 *
 * @param resource the resource; its namespace may be missing
 * @param file where it is from
 * @param line where it begins, counted from 1
 * @param places where its fields stand
 */
public record Document<T extends HasMetadata>(T resource, Path file, int line, Places places) {
    /** The same for a resource whose type is known. */
    public <U extends HasMetadata> Document<U> with(U same) {
        return new Document<>(same, file, line, places);
    }

    /** Something in it that can't be accepted, at its place. */
    public Problem problem(String field, String message, String remedy) {
        Places.Place place = places.of(field);
        return new Problem(file, place.line(), place.column(), field, message, remedy);
    }

    String id() {
        String namespace = resource.getMetadata().getNamespace();
        return resource.getKind() + " " + (namespace == null ? "" : namespace + "/")
                + resource.getMetadata().getName();
    }
}
