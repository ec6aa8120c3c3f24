package dev.gracefulshutdown.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonValueFormat;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes a value as a string, and says so to the schema. */
abstract class TextWriter<T> extends StdScalarSerializer<T> {
    private final @Nullable JsonValueFormat schemaFormat;

    TextWriter(Class<T> type) {
        this(type, null);
    }

    /** @param schemaFormat what the schema calls the form of the text, if it has a name for it */
    TextWriter(Class<T> type, @Nullable JsonValueFormat schemaFormat) {
        super(type);
        this.schemaFormat = schemaFormat;
    }

    abstract String text(T value);

    @Override
    public final void serialize(T value, JsonGenerator to, SerializerProvider provider) throws IOException {
        to.writeString(text(value));
    }

    @Override
    public final void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type)
            throws JsonMappingException {
        var format = visitor.expectStringFormat(type);
        if (format != null && schemaFormat != null) {
            format.format(schemaFormat);
        }
    }
}
