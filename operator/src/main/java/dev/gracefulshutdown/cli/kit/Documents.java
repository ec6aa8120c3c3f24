package dev.gracefulshutdown.cli.kit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.StepRecord;
import java.time.Duration;
import java.util.function.Function;

/** Results as programs read them, in the API's words. */
final class Documents {
    private Documents() {}

    static String json(Object result) {
        return write(mapper(new ObjectMapper()).enable(SerializationFeature.INDENT_OUTPUT), result);
    }

    static String yaml(Object result) {
        YAMLFactory factory = YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        return write(mapper(new ObjectMapper(factory)), result);
    }

    private static String write(ObjectMapper mapper, Object result) {
        try {
            return mapper.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "no document can be made of " + result.getClass().getName(), e);
        }
    }

    private static ObjectMapper mapper(ObjectMapper mapper) {
        SimpleModule words = new SimpleModule("words");
        words.addSerializer(Signal.class, ToStringSerializer.instance);
        spell(words, Duration.class, Seconds::compact);
        spell(words, Hearing.class, Hearing::label);
        spell(words, Outcome.class, Outcome::label);
        spell(words, StepRecord.Result.class, Words::capitalised);
        spell(words, StepRecord.SentBy.class, by -> Words.capitalised(by).toLowerCase(java.util.Locale.ROOT));
        return mapper.registerModules(new Jdk8Module(), new JavaTimeModule(), words)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT);
    }

    private static <T> void spell(SimpleModule module, Class<T> type, Function<T, String> spelling) {
        module.addSerializer(type, new StdDelegatingSerializer(type, new Spelling<>(spelling)));
    }

    private static final class Spelling<T> extends StdConverter<T, String> {
        private final Function<T, String> spelling;

        Spelling(Function<T, String> spelling) {
            this.spelling = spelling;
        }

        @Override
        public String convert(T value) {
            return spelling.apply(value);
        }
    }
}
