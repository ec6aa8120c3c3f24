package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonValueFormat;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** A moment as RFC 3339 with milliseconds, in UTC. */
@JacksonAnnotationsInside
@JsonSerialize(using = TimeText.Writer.class)
@JsonDeserialize(using = TimeText.Reader.class)
@Retention(RetentionPolicy.RUNTIME)
@interface TimeText {

    /** Cuts below a millisecond. */
    final class Writer extends TextWriter<Instant> {
        Writer() {
            super(Instant.class, JsonValueFormat.DATE_TIME);
        }

        @Override
        String text(Instant value) {
            return value.truncatedTo(ChronoUnit.MILLIS).toString();
        }
    }

    /** Reads any offset. */
    final class Reader extends TextReader<Instant> {
        Reader() {
            super(Instant.class);
        }

        @Override
        Instant value(String text) {
            return OffsetDateTime.parse(text).toInstant();
        }
    }
}
