package dev.gracefulshutdown.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.gracefulshutdown.ladder.Outcome;
import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void programsReadWhatPeopleRead() throws Exception {
        Line line = Line.about(Line.Level.INFO, "p", "db", "Graceful after 0.1 s", "", Line.Topic.NOTE)
                .ended(Outcome.GRACEFUL);
        assertThat(JsonMapper.builder().addModule(new Jdk8Module()).build().writeValueAsString(line))
                .isEqualTo("""
                        {"level":"INFO","policy":"p","container":"db","what":"Graceful after 0.1 s","outcome":"GRACEFUL"}""");
        assertThat(line).hasToString("policy p: container db: Graceful after 0.1 s");
    }
}
