package dev.gracefulshutdown.api.file;

import dev.gracefulshutdown.api.Api;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schemas of the CRDs that are bundled, each read once. */
final class BundledSchemas {
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private BundledSchemas() {}

    static Schema of(String plural) {
        return SCHEMAS.computeIfAbsent(plural, p -> new Schema(root(p)));
    }

    /** An object of Kubernetes' own that no CRD describes. */
    static Schema objectMeta() {
        return SCHEMAS.computeIfAbsent(
                "metadata", p -> new Schema(read("/dev/gracefulshutdown/api/file/object-meta.schema.yaml")));
    }

    private static Map<?, ?> root(String plural) {
        Map<?, ?> crd = read("/crds/" + plural + "." + Api.GROUP + ".yaml");
        Schema version =
                new Schema(new Schema(crd).child("spec").list("versions").getFirst());
        return version.child("schema").child("openAPIV3Schema").raw();
    }

    private static Map<?, ?> read(String resource) {
        try (InputStream in = Objects.requireNonNull(BundledSchemas.class.getResourceAsStream(resource), resource)) {
            return (Map<?, ?>)
                    new Load(LoadSettings.builder().setUseMarks(false).build()).loadFromInputStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
