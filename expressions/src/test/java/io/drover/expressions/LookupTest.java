package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.expressions.value.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that are looked up when a template uses them. */
class LookupTest {
    private static final Map<String, String> TEXTS =
            Map.of("kv.a", "text", "kv.a.b", "7", "kv.n", "-2.5", "kv.big", "9".repeat(30));

    private final List<String> asked = new ArrayList<>();

    private final class Place implements Lookup {
        private final String path;

        Place(String path) {
            this.path = path;
        }

        @Override
        public Object attribute(String name) {
            return new Place(path + "." + name);
        }

        @Override
        public @Nullable String text() {
            if (path.equals("kv")) {
                return null;
            }
            asked.add(path);
            return TEXTS.getOrDefault(path, "");
        }

        @Override
        public String path() {
            return path;
        }
    }

    @BeforeEach
    void forget() {
        asked.clear();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "kv.a => text",
                "kv.a.b => 7",
                "kv['a']['b'] => 7",
                "kv['a.b'] => 7",
                "kv.a.b + 1 => 8",
                "1 - kv.n => 3.5",
                "kv.a.b * kv.n => -17.5",
                "-kv.n => 2.5",
                "kv.big + 1 => 1000000000000000000000000000000",
                "\"x\" + kv.a.b => x7",
                "kv.a.b ~ 1 => 71",
                "kv.a == 'text' => True",
                "\"ex\" in kv.a => True",
                "kv.a | replace('t', 'T') => TexT",
                "kv.a.b | int => 7",
                "kv.none => ''",
                "not kv.none => True",
                "kv.none or kv.a => text",
                "kv.a if kv.none else kv.a.b => 7",
                "kv.a is string => True",
                "kv.a is defined => True",
                "kv.a[1:3] => ex",
                "[kv.a, kv.a.b] => ['text', '7']",
                "{'x': kv.a} => {'x': 'text'}",
            })
    void areTheirTextWhereverTheyAreUsed(String expression, String value) {
        assertThat(Jinja.strict().template("{{ " + expression + " }}").render(context()))
                .isEqualTo(value);
    }

    @Test
    void areLookedUpWhereThePathEnds() {
        assertThat(Jinja.strict().expression("kv.a.b").evaluate(context())).isEqualTo("7");
        assertThat(asked).containsExactly("kv.a.b");
    }

    @Test
    void areNotLookedUpWhereNothingUsesThem() {
        assertThat(Jinja.strict().expression("1 if true else kv.a").evaluate(context()))
                .isEqualTo(1L);
        assertThat(asked).isEmpty();
    }

    @Test
    void cannotBeCalculatedWithWhereTheySayNoNumber() {
        assertThatThrownBy(() -> Jinja.strict().expression("kv.a + 1").evaluate(context()))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("TypeError");
    }

    private Map<String, @Nullable Object> context() {
        return Map.of("kv", new Place("kv"));
    }
}
