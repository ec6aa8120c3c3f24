package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A filter as {@code docker ps} takes it: {@code label=app=web}, or {@code label=app} for any value.
 *
 * @param value empty for any
 */
record LabelFilter(String key, Optional<String> value) {
    private static final String LABEL = "label=";

    boolean matches(ContainerDetails container) {
        String actual = container.labels().get(key);
        return actual != null && value.map(actual::equals).orElse(true);
    }

    /** Reads one. */
    static final class Reader implements ITypeConverter<LabelFilter> {
        @Override
        public LabelFilter convert(String text) {
            String label = text.startsWith(LABEL) ? text.substring(LABEL.length()) : "";
            int equals = label.indexOf('=');
            String key = equals < 0 ? label : label.substring(0, equals);
            if (key.isEmpty()) {
                throw new TypeConversionException("\"" + text + "\" is no filter: write label=KEY=VALUE or label=KEY");
            }
            return new LabelFilter(key, equals < 0 ? Optional.empty() : Optional.of(label.substring(equals + 1)));
        }
    }
}
