package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.rule.Rule;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What YAML means, seen at the parameters of a rule's action. */
class YamlReadingTest {
    private final YamlPackReader reader = new YamlPackReader(null);

    private Checked<Rule> read(String parameters) {
        return reader.ruleText(
                "name: r\ntrigger: a.b\naction:\n  ref: core.noop\n  parameters:\n" + parameters.indent(4),
                "r.yaml",
                "ops");
    }

    private Object value(String scalar) {
        Checked<Rule> checked = read("x: " + scalar);
        assertThat(checked.problems()).isEmpty();
        Object value = parameters(checked).get("x");
        return value == null ? "NULL" : value;
    }

    private static Map<String, @Nullable Object> parameters(Checked<Rule> checked) {
        return checked.value().orElseThrow().actions().get(0).parameters();
    }

    @Test
    void readsScalarsAsPyYamlDoes() {
        assertThat(List.of("yes", "on", "True").stream().map(this::value)).containsOnly(true);
        assertThat(value("NO")).isEqualTo(false);
        assertThat(value("017")).isEqualTo(15L);
        assertThat(value("0755")).isEqualTo(493L);
        assertThat(value("08")).isEqualTo("08");
        assertThat(value("1_000")).isEqualTo(1000L);
        assertThat(value("0x1F")).isEqualTo(31L);
        assertThat(value("0b11")).isEqualTo(3L);
        assertThat(value("0o17")).isEqualTo("0o17");
        assertThat(value("12:30:45")).isEqualTo(45045L);
        assertThat(value("1e5")).isEqualTo("1e5");
        assertThat(value("1.0e5")).isEqualTo("1.0e5");
        assertThat(value("1.0e+5")).isEqualTo(100000.0);
        assertThat(value("1.")).isEqualTo(1.0);
        assertThat(value("y")).isEqualTo("y");
        assertThat(value("~")).isEqualTo("NULL");
        assertThat(value("")).isEqualTo("NULL");
        assertThat(value("'yes'")).isEqualTo("yes");
        assertThat(value("!!str 5")).isEqualTo("5");
        assertThat(value("2024-01-02")).isEqualTo("2024-01-02");
        assertThat(value("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
    }

    @Test
    void mergesKeysBeneathThoseOfTheMappingItself() {
        Checked<Rule> checked = read("base: &base {a: 1, b: 2}\nx:\n  <<: *base\n  b: 3");

        assertThat(parameters(checked).get("x")).isEqualTo(Map.of("a", 1L, "b", 3L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x: .inf", "x: !!binary aGk=", "x: !!python/object:os.system {}", "x: !!set {a}", "x: !!int abc"
            })
    void refusesWhatIsNoJson(String parameters) {
        assertThat(read(parameters).problems())
                .singleElement()
                .matches(problem -> problem.isError() && problem.line() == 6);
    }

    @Test
    void refusesAliasesThatGrowWithoutBound() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [1, 1]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }

        assertThat(read(bomb.toString()).problems()).singleElement().asString().contains("Use fewer aliases");
    }

    @Test
    void refusesAValueThatContainsItself() {
        assertThat(read("x: &x [*x]").problems()).singleElement().asString().contains("contains itself");
    }

    @Test
    void refusesWhatLiesTooDeep() {
        String brackets = "[".repeat(20_000);

        Checked<Rule> checked = read("x: " + brackets);

        assertThat(checked.problems()).hasSize(1);
        assertThat(checked.value()).isEmpty();
    }

    @Test
    void saysWhereTheYamlIsBroken() {
        Checked<Rule> checked = reader.ruleText("name: r\ntrigger: [a\naction: x\n", "r.yaml", "ops");

        assertThat(checked.problems()).singleElement().matches(problem -> problem.line() == 3 && problem.column() > 0);
    }

    @Test
    void takesKeysThatAreNoTextAsTheyAreWritten() {
        Checked<Rule> checked = read("x: {1: a, 0x10: b}");

        assertThat(parameters(checked).get("x")).isEqualTo(Map.of("1", "a", "0x10", "b"));
        assertThat(Arrays.asList(checked.problems().toArray())).isEmpty();
    }
}
