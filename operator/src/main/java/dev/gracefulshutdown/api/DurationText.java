package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;

/** A duration as {@link Durations} reads and writes it. */
@JacksonAnnotationsInside
@JsonSerialize(using = DurationText.Writer.class)
@JsonDeserialize(using = DurationText.Reader.class)
@Pattern(Durations.PATTERN)
@Size(max = 28)
@Retention(RetentionPolicy.RUNTIME)
@interface DurationText {

    /** Writes {@code 1m30s}. */
    final class Writer extends TextWriter<Duration> {
        Writer() {
            super(Duration.class);
        }

        @Override
        String text(Duration value) {
            return Durations.format(value);
        }
    }

    /** Reads {@code 1m30s}. */
    final class Reader extends TextReader<Duration> {
        Reader() {
            super(Duration.class);
        }

        @Override
        Duration value(String text) {
            return Durations.parse(text);
        }
    }

    /** Reads what was measured, without a limit. */
    final class ElapsedReader extends TextReader<Duration> {
        ElapsedReader() {
            super(Duration.class);
        }

        @Override
        Duration value(String text) {
            return Durations.parseAny(text);
        }
    }
}
