package io.drover.engine.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CriterionPathTest {
    private static final Map<String, Object> ROOT = Map.of(
            "trigger",
            Map.of(
                    "a",
                    1L,
                    "body",
                    Map.of("items", List.of(Map.of("b", "first"), Map.of("b", "second"))),
                    "headers",
                    Map.of("X-Kind", "push", "a.b", "dotted"),
                    "nulls",
                    Arrays.asList(null, "later")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "trigger.a | 1",
                "trigger.a#second look | 1",
                "trigger.body.items[1].b | second",
                "trigger.body.items[*].b | first",
                "trigger.headers.'X-Kind' | push",
                "trigger.headers[\"X-Kind\"] | push",
                "trigger.headers['a.b'] | dotted",
                "trigger.body[*].items[0].b | first",
                "trigger.body.*[1].b | second",
                "trigger.body.items[-1].b | second",
                "$.trigger.a | 1",
            })
    void findsTheFirstValue(String key, String expected) {
        assertThat(found(key)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trigger.none",
                "trigger.a.b",
                "trigger.a[0]",
                "trigger.body.items[2].b",
                "trigger.body.items.b",
                "trigger.body.items[-3].b",
                "trigger.nulls[*]",
                "item.a"
            })
    void findsNothing(String key) {
        assertThat(found(key)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#",
                "trigger.",
                "trigger..a",
                "trigger[",
                "trigger[--1]",
                "trigger[1:2]",
                "trigger.'a",
                "trigger a"
            })
    void refusesWhatIsNoPath(String key) {
        assertThatThrownBy(() -> CriterionPath.parse(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void theSamePlaceWrittenDifferentlyHasTheSameSteps() {
        assertThat(CriterionPath.parse("trigger['a']").steps())
                .isEqualTo(CriterionPath.parse("trigger.a#1").steps());
    }

    private static @Nullable Object found(String key) {
        return CriterionPath.parse(key).first(ROOT);
    }
}
