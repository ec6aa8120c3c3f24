package dev.gracefulshutdown.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
    @Test
    void aMarkIsReadAsItWasWritten() {
        Mark mark = new Mark("orders", 4, Map.of("replicas", 3), 2);

        assertThat(mark.text()).startsWith("{").contains("\"policy\":\"orders\"", "\"replicas\":3");
        assertThat(Mark.of(marked(mark.text()))).contains(mark);
    }

    @Test
    void aMarkOfALaterVersionIsRead() {
        assertThat(Mark.of(marked(
                        "{\"policy\":\"a\",\"generation\":1,\"was\":{\"suspend\":false},\"again\":0,\"new\":[1]}")))
                .contains(new Mark("a", 1, Map.of("suspend", false), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "null", "{", "{}", "[]", "{\"policy\":\"a\"}", "{\"was\":{\"replicas\":1}}"})
    void whatCantBeReadIsNoMark(String text) {
        assertThat(Mark.of(marked(text))).isEmpty();
    }

    @Test
    void withoutTheAnnotationThereIsNone() {
        assertThat(Mark.of(
                        new ConfigMapBuilder().withNewMetadata().endMetadata().build()))
                .isEmpty();
    }

    private static ConfigMap marked(String text) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .addToAnnotations(Mark.ANNOTATION, text)
                .endMetadata()
                .build();
    }
}
