package dev.gracefulshutdown.api;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;

/** Finds a part of a schema. */
final class SchemaPath {
    private SchemaPath() {}

    /**
     * The schema below this one.
     *
     * @param path field names and, for the entries of a list, {@code []}
     * @throws NullPointerException naming the part that is not there
     */
    static JSONSchemaProps at(JSONSchemaProps schema, String... path) {
        JSONSchemaProps found = schema;
        for (String part : path) {
            found = requireNonNull(
                    part.equals("[]")
                            ? found.getItems().getSchema()
                            : found.getProperties().get(part),
                    part);
        }
        return found;
    }
}
