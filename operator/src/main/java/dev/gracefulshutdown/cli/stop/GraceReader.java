package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.api.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as policies write it; a bare number is seconds, as docker's. */
final class GraceReader implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return Durations.parse(text.matches("\\d{1,5}") ? text + "s" : text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("\"" + text + "\" " + e.getMessage());
        }
    }
}
