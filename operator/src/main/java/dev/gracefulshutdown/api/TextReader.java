package dev.gracefulshutdown.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/** Reads a value from a string. */
abstract class TextReader<T> extends StdScalarDeserializer<T> {
    private final Class<T> type;

    TextReader(Class<T> type) {
        super(type);
        this.type = type;
    }

    /** @throws RuntimeException with what is wrong */
    abstract T value(String text);

    @Override
    public final T deserialize(JsonParser from, DeserializationContext context) throws IOException {
        String text = from.getText();
        try {
            return value(text);
        } catch (RuntimeException e) {
            return type.cast(context.handleWeirdStringValue(type, text, "%s", e.getMessage()));
        }
    }
}
