package dev.gracefulshutdown.api.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A part of a CRD's schema: the subset of OpenAPI that structural schemas may use. */
record Schema(Map<?, ?> raw) {

    @Nullable
    String type() {
        return text("type");
    }

    @Nullable
    String pattern() {
        return text("pattern");
    }

    @Nullable
    String listType() {
        return text("x-kubernetes-list-type");
    }

    /** The field that makes an entry of a list-map unique. */
    Optional<String> listKey() {
        return texts("x-kubernetes-list-map-keys").stream().findFirst();
    }

    @Nullable
    Object defaultValue() {
        return raw.get("default");
    }

    List<String> allowed() {
        return texts("enum");
    }

    List<String> required() {
        return texts("required");
    }

    /** A bound such as {@code maxItems}. */
    Optional<Long> bound(String name) {
        return Optional.ofNullable((Number) raw.get(name)).map(Number::longValue);
    }

    Set<String> fields() {
        Set<String> names = new TreeSet<>();
        child("properties").raw.keySet().forEach(name -> names.add((String) name));
        return names;
    }

    Optional<Schema> field(String name) {
        return map(child("properties").raw.get(name));
    }

    Optional<Schema> items() {
        return map(raw.get("items"));
    }

    /** The values of a map with free keys. */
    Optional<Schema> values() {
        return map(raw.get("additionalProperties"));
    }

    /** Empty when it is not there. */
    Schema child(String name) {
        return map(raw.get(name)).orElse(new Schema(Map.of()));
    }

    List<Map<?, ?>> list(String name) {
        return raw.get(name) instanceof List<?> list
                ? list.stream().<Map<?, ?>>map(e -> (Map<?, ?>) e).toList()
                : List.of();
    }

    private static Optional<Schema> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of(new Schema(map)) : Optional.empty();
    }

    private @Nullable String text(String name) {
        return (String) raw.get(name);
    }

    private List<String> texts(String name) {
        return raw.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
