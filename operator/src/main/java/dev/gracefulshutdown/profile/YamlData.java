package dev.gracefulshutdown.profile;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads this package's own data files. A fault in one is a fault of the build: a test reads them all. */
final class YamlData {
    /** Strict: a field that there is not, or one that stands twice, is a fault. One for all, as its first use is the slow one. */
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private YamlData() {}

    static <T> List<T> read(String resource, Class<T> type) {
        try (InputStream in = YamlData.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return parse(in, type);
        } catch (IOException e) {
            throw new IllegalStateException(resource + ": " + e.getMessage(), e);
        }
    }

    static <T> List<T> parse(InputStream in, Class<T> type) throws IOException {
        List<T> entries = MAPPER.readerForListOf(type).readValue(in);
        return List.copyOf(entries);
    }
}
