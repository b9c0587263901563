package io.drover.expressions.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {
    @Test
    void writesValuesForPeople() {
        assertThat(PythonText.str("it's")).isEqualTo("it's");
        assertThat(PythonText.str(null)).isEqualTo("None");
        assertThat(PythonText.str(true)).isEqualTo("True");
        assertThat(PythonText.str(7)).isEqualTo("7");
        assertThat(PythonText.str(BigInteger.TEN.pow(20))).isEqualTo("100000000000000000000");
        assertThat(PythonText.str(Arrays.asList("a", null, 1.0))).isEqualTo("['a', None, 1.0]");
        assertThat(PythonText.str(Map.of("k", List.of()))).isEqualTo("{'k': []}");
        assertThat(PythonText.str(Tuple.of(1L))).isEqualTo("(1,)");
        assertThat(PythonText.str(Instant.parse("2024-01-02T03:04:05Z"))).isEqualTo("2024-01-02 03:04:05+00:00");
    }

    @Test
    void writesTextsInQuotesForPrograms() {
        assertThat(PythonText.repr("a")).isEqualTo("'a'");
        assertThat(PythonText.repr("it's")).isEqualTo("\"it's\"");
        assertThat(PythonText.repr("'\"")).isEqualTo("'\\'\"'");
        assertThat(PythonText.repr("a\n\t\\\u0000\u200b€")).isEqualTo("'a\\n\\t\\\\\\x00\\u200b€'");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0",
        "0.1, 0.1",
        "1e16, 1e+16",
        "123456789012345.6, 123456789012345.6",
        "1e-5, 1e-05",
        "0.0001, 0.0001",
        "-0.0, -0.0",
        "1e22, 1e+22",
        "5e-324, 5e-324",
        "2e-3, 0.002",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf",
    })
    void writesFloatsAsPython(double number, String text) {
        assertThat(PythonText.str(number)).isEqualTo(text);
    }
}
