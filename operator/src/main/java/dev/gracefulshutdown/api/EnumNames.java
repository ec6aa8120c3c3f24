package dev.gracefulshutdown.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The constants of an enum as Kubernetes writes them: {@code DISK_WAIT} is {@code DiskWait}. */
public final class EnumNames {
    private EnumNames() {}

    /** Turns a constant into its name in YAML, and a whole enum into the schema's list of values. */
    static final class Writer extends StdScalarSerializer<Enum<?>> {
        Writer() {
            super(Enum.class, false);
        }

        @Override
        public void serialize(Enum<?> value, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeString(of(value));
        }

        @Override
        public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type)
                throws JsonMappingException {
            var format = visitor.expectStringFormat(type);
            if (format != null) {
                format.enumTypes(names(type.getRawClass()).keySet());
            }
        }
    }

    /** Finds the constant by its name in YAML. */
    static final class Reader extends StdScalarDeserializer<Enum<?>> implements ContextualDeserializer {
        private final Map<String, Enum<?>> names;

        Reader() {
            this(Enum.class);
        }

        private Reader(Class<?> type) {
            super(type);
            names = names(type);
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            JavaType type = property.getType();
            return new Reader(type.isContainerType() ? type.getContentType().getRawClass() : type.getRawClass());
        }

        @Override
        public Enum<?> deserialize(JsonParser from, DeserializationContext context) throws IOException {
            Enum<?> constant = names.get(from.getText());
            return constant != null
                    ? constant
                    : (Enum<?>) context.handleWeirdStringValue(
                            _valueClass, from.getText(), "allowed are %s", String.join(", ", names.keySet()));
        }
    }

    /** {@code DISK_WAIT} to {@code DiskWait}. */
    public static String of(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static Map<String, Enum<?>> names(Class<?> type) {
        Map<String, Enum<?>> names = new LinkedHashMap<>();
        Object[] constants = type.getEnumConstants();
        if (constants != null) {
            for (Object constant : constants) {
                names.put(of((Enum<?>) constant), (Enum<?>) constant);
            }
        }
        return names;
    }
}
