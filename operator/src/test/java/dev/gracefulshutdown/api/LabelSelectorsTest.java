package dev.gracefulshutdown.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSelectorsTest {
    private static final Map<String, String> DB = Map.of("app", "db", "tier", "data");

    private static LabelSelector expression(String key, String operator, String... values) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .withValues(values)
                .endMatchExpression()
                .build();
    }

    @Test
    void anEmptySelectorTakesEverything() {
        assertThat(LabelSelectors.matches(new LabelSelector(), DB)).isTrue();
    }

    @Test
    void everyLabelMustBeEqual() {
        assertThat(LabelSelectors.matches(
                        new LabelSelectorBuilder().addToMatchLabels("app", "db").build(), DB))
                .isTrue();
        assertThat(LabelSelectors.matches(
                        new LabelSelectorBuilder()
                                .addToMatchLabels("app", "db")
                                .addToMatchLabels("tier", "web")
                                .build(),
                        DB))
                .isFalse();
    }

    @Test
    void expressionsAreTheApiServers() {
        assertThat(LabelSelectors.matches(expression("app", "In", "db", "cache"), DB))
                .isTrue();
        assertThat(LabelSelectors.matches(expression("app", "In", "cache"), DB)).isFalse();
        assertThat(LabelSelectors.matches(expression("none", "In", "db"), DB)).isFalse();
        assertThat(LabelSelectors.matches(expression("app", "NotIn", "cache"), DB))
                .isTrue();
        assertThat(LabelSelectors.matches(expression("none", "NotIn", "cache"), DB))
                .isTrue();
        assertThat(LabelSelectors.matches(expression("app", "NotIn", "db"), DB)).isFalse();
        assertThat(LabelSelectors.matches(expression("app", "Exists"), DB)).isTrue();
        assertThat(LabelSelectors.matches(expression("none", "Exists"), DB)).isFalse();
        assertThat(LabelSelectors.matches(expression("none", "DoesNotExist"), DB))
                .isTrue();
        assertThat(LabelSelectors.matches(expression("app", "DoesNotExist"), DB))
                .isFalse();
    }
}
