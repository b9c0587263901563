package io.drover.expressions.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.expressions.ExpressionException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
    @Test
    void readsEveryKindOfLiteral() {
        assertThat(PythonLiteral.parse("1")).isEqualTo(1L);
        assertThat(PythonLiteral.parse(" -1_000 ")).isEqualTo(-1000L);
        assertThat(PythonLiteral.parse("0x10")).isEqualTo(16L);
        assertThat(PythonLiteral.parse("1e3")).isEqualTo(1000.0);
        assertThat(PythonLiteral.parse("18446744073709551616")).isEqualTo(BigInteger.TWO.pow(64));
        assertThat(PythonLiteral.parse("'a\\n\\u20ac' \"b\"")).isEqualTo("a\n€b");
        assertThat(PythonLiteral.parse("True")).isEqualTo(true);
        assertThat(PythonLiteral.parse("None")).isNull();
        assertThat(PythonLiteral.parse("[1, None, 'x',]")).isEqualTo(Arrays.asList(1L, null, "x"));
        assertThat(PythonLiteral.parse("(1, 2)")).isEqualTo(Tuple.of(1L, 2L));
        assertThat(PythonLiteral.parse("(1)")).isEqualTo(1L);
        assertThat(PythonLiteral.parse("1, 2")).isEqualTo(Tuple.of(1L, 2L));
        assertThat(PythonLiteral.parse("{'a': {'b': [1]}, 2: False}"))
                .isEqualTo(Map.of("a", Map.of("b", List.of(1L)), 2L, false));
        assertThat(PythonLiteral.parse("{1, 2}")).isEqualTo(Set.of(1L, 2L));
    }

    @Test
    void readsWhatReprWrites() {
        Map<String, Object> value = Map.of("k", Arrays.asList("it's \"x\"\n\\", 1L, -2.5, null, true, List.of()));

        assertThat(PythonLiteral.parse(PythonText.repr(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "a",
                "1 + 1",
                "[1",
                "{'a': }",
                "{'a'",
                "'open",
                "[1 2]",
                "true",
                "null",
                "f('x')",
                "1 2",
                "--",
                "__import__('os')",
                "[].x",
                "{1: 2, 3}",
                "'a\nb'"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> PythonLiteral.parse(text)).isInstanceOf(ExpressionException.class);
    }

    @Test
    void refusesANestingThatIsTooDeep() {
        assertThatThrownBy(() -> PythonLiteral.parse("[".repeat(100_000))).isInstanceOf(ExpressionException.class);
    }
}
