package io.drover.engine.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CastTest {

    static Stream<Arguments> casts() {
        return Stream.of(
                Arguments.of("array", "[1, \"a\", null]", Arrays.asList(1L, "a", null)),
                Arguments.of("array", "['a', True, 1.5]", List.of("a", true, 1.5)),
                Arguments.of("array", "('a', 'b')", List.of("a", "b")),
                Arguments.of("array", List.of("a"), List.of("a")),
                Arguments.of("object", "{\"a\": {\"b\": 1}}", Map.of("a", Map.of("b", 1L))),
                Arguments.of("object", "{'a': u'x'}", Map.of("a", "x")),
                Arguments.of("object", Map.of("a", 1L), Map.of("a", 1L)),
                Arguments.of("boolean", "true", true),
                Arguments.of("boolean", "False", false),
                Arguments.of("boolean", false, false),
                Arguments.of("integer", "42", 42L),
                Arguments.of("integer", " -7 ", -7L),
                Arguments.of("integer", 3.9, 3L),
                Arguments.of("integer", true, 1L),
                Arguments.of("integer", "123456789012345678901", new BigInteger("123456789012345678901")),
                Arguments.of("number", "1e3", 1000.0),
                Arguments.of("number", 2L, 2.0),
                Arguments.of("string", "x", "x"),
                Arguments.of("null", "x", "x"));
    }

    @ParameterizedTest
    @MethodSource("casts")
    void castsToTheTypeOfTheSchema(String type, Object given, Object expected) {
        assertThat(Cast.to(Map.of("type", type), "p", given)).isEqualTo(expected);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("array", "a, b"),
                Arguments.of("array", "{\"a\": 1}"),
                Arguments.of("array", 1L),
                Arguments.of("object", "[1]"),
                Arguments.of("object", "null"),
                Arguments.of("object", "__import__('os')"),
                Arguments.of("boolean", "maybe"),
                Arguments.of("integer", "1.5"),
                Arguments.of("integer", "x"),
                Arguments.of("integer", List.of()),
                Arguments.of("number", "1,5"),
                Arguments.of("number", "1d"),
                Arguments.of("number", "0x1p3"),
                Arguments.of("string", 1L),
                Arguments.of("string", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatCannotBeCast(String type, Object given) {
        assertThatThrownBy(() -> Cast.to(Map.of("type", type), "p", given))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("parameter 'p'");
    }

    @Test
    void nullAndItsStandInAreNull() {
        assertThat(Cast.to(Map.of("type", "integer"), "p", null)).isNull();
        assertThat(Cast.to(Map.of("type", "string"), "p", "%*****__%NONE%__*****%"))
                .isNull();
    }

    @Test
    void aSchemaWithoutATypeCastsNothing() {
        assertThat(Cast.to(Map.of(), "p", "5")).isEqualTo("5");
    }

    @Test
    void ofSeveralTypesTheFirstThatFitsIsTaken() {
        Map<String, @Nullable Object> schema = Map.of("type", List.of("integer", "boolean", "string"));

        assertThat(Cast.to(schema, "p", "5")).isEqualTo(5L);
        assertThat(Cast.to(schema, "p", "true")).isEqualTo(true);
        assertThat(Cast.to(schema, "p", "x")).isEqualTo("x");
    }
}
