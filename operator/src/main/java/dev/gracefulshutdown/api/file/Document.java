package dev.gracefulshutdown.api.file;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;

/**
 * A resource from a file, with the schema's defaults filled in.
 *
 * @param resource the resource; its namespace may be missing
 * @param file where it is from
 * @param line where it begins, counted from 1
 */
public record Document<T extends HasMetadata>(T resource, Path file, int line) {
    String id() {
        String namespace = resource.getMetadata().getNamespace();
        return resource.getKind() + " " + (namespace == null ? "" : namespace + "/")
                + resource.getMetadata().getName();
    }
}
