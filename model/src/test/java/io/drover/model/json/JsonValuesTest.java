package io.drover.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Copies of JSON values. */
class JsonValuesTest {

    @Test
    void keepsWholeAndBrokenNumbersApart() {
        Map<String, @Nullable Object> copy =
                JsonValues.copyOf(Map.of("whole", 1, "broken", 1.0f, "decimal", new BigDecimal("2.50")));

        assertThat(copy)
                .containsEntry("whole", 1L)
                .containsEntry("broken", 1.0d)
                .containsEntry("decimal", 2.5d);
    }

    @Test
    void keepsWholeNumbersOfAnySize() {
        BigInteger big = BigInteger.TWO.pow(80);

        assertThat(JsonValues.copy(big)).isEqualTo(big);
        assertThat(JsonValues.copy(BigInteger.TEN)).isEqualTo(10L);
    }

    @Test
    void isNotChangedByWhatHappensToTheOriginal() {
        List<@Nullable Object> inner = new ArrayList<>(List.of("a"));
        Map<String, @Nullable Object> original = new LinkedHashMap<>();
        original.put("list", inner);
        original.put("nothing", null);

        Map<String, @Nullable Object> copy = JsonValues.copyOf(original);
        inner.add("b");
        original.put("late", true);

        assertThat(copy).containsOnlyKeys("list", "nothing").containsEntry("list", List.of("a"));
        assertThat(copy.get("nothing")).isNull();
    }

    @Test
    void cannotBeChanged() {
        Map<String, @Nullable Object> copy = JsonValues.copyOf(Map.of("list", List.of(1)));

        assertThatThrownBy(() -> copy.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(copy::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isNotCopiedASecondTime() {
        Map<String, @Nullable Object> copy = JsonValues.copyOf(Map.of("a", 1));

        assertThat(JsonValues.copyOf(copy)).isSameAs(copy);
    }

    @Test
    void refusesWhatIsNoJsonValue() {
        assertThatThrownBy(() -> JsonValues.copyOf(Map.of("file", Path.of("/etc"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JSON value");
    }
}
