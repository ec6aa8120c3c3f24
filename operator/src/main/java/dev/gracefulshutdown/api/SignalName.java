package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.gracefulshutdown.ladder.Signal;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A signal by its name, with or without SIG; never by its number, which differs between machines. */
@JacksonAnnotationsInside
@JsonSerialize(using = SignalName.Writer.class)
@JsonDeserialize(using = SignalName.Reader.class)
@Pattern(SignalName.PATTERN)
@Size(max = 16)
@Retention(RetentionPolicy.RUNTIME)
@interface SignalName {
    /** What {@link Signal#parse} takes in upper case, but for numbers; a test holds the two together. */
    String PATTERN =
            "^(SIG)?(HUP|INT|QUIT|ILL|TRAP|ABRT|IOT|BUS|FPE|KILL|USR1|SEGV|USR2|PIPE|ALRM|TERM|STKFLT|CHLD|CLD|CONT"
                    + "|STOP|TSTP|TTIN|TTOU|URG|XCPU|XFSZ|VTALRM|PROF|WINCH|IO|POLL|PWR|SYS"
                    + "|RTMIN([+]([0-9]|[12][0-9]|30))?|RTMAX(-([0-9]|[12][0-9]|30))?)$";

    /** Writes the full name, {@code SIGTERM}. */
    final class Writer extends TextWriter<Signal> {
        Writer() {
            super(Signal.class);
        }

        @Override
        String text(Signal value) {
            return value.fullName();
        }
    }

    /** Reads a name. */
    final class Reader extends TextReader<Signal> {
        Reader() {
            super(Signal.class);
        }

        @Override
        Signal value(String text) {
            if (!text.matches(PATTERN)) {
                throw new IllegalArgumentException("is no signal: write its name, for example SIGTERM");
            }
            return Signal.parse(text).orElseThrow();
        }
    }
}
