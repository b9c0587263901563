package io.drover.restapi.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private final Json json = new Json(100);

    @Test
    void keepsWholeNumbersAndOthersApart() {
        assertThat(read("[1, 1.0, -0, 1e2, 9223372036854775807, 9223372036854775808]"))
                .isEqualTo(Arrays.asList(1L, 1.0, 0L, 100.0, Long.MAX_VALUE, new BigInteger("9223372036854775808")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":1.0,\"c\":null,\"d\":[true,false],\"e\":{\"f\":\"x\"}}",
                "[9223372036854775808,-1]",
                "\"\\\"\\u0000\\n\u00e4\ud83d\ude00\"",
                "[]"
            })
    void writesWhatItRead(String text) {
        assertThat(Json.text(read(text))).isEqualTo(text);
    }

    @Test
    void keepsTheOrderOfKeys() {
        assertThat(String.valueOf(read("{\"b\":1,\"a\":2}"))).isEqualTo("{b=1, a=2}");
    }

    @Test
    void namesThePlaceOfAMistake() {
        assertThatThrownBy(() -> read("{\"a\": 1,\n \"a\": 2}"))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("'a' again")
                .hasMessageContaining("line 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[1,]",
                "{\"a\" 1}",
                "01",
                "1.",
                "+1",
                "Infinity",
                "-1e400",
                "[1] x",
                "tru",
                "\"\\ud800\"",
                "{\"\\udc00\": 1}",
                "\"\t\""
            })
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(DroverException.class);
    }

    @Test
    void refusesANumberOfAThousandDigits() {
        assertThatThrownBy(() -> read("1".repeat(1_000))).isInstanceOf(DroverException.class);
    }

    @Test
    void refusesToWriteWhatIsNoJsonValue() {
        assertThatThrownBy(() -> Json.write(Map.of("a", new Object()))).isInstanceOf(IllegalArgumentException.class);
    }

    private @Nullable Object read(String text) {
        return json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
