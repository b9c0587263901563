package io.drover.expressions.stackstorm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.Jinja;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackStormFiltersTest {
    private static final Jinja JINJA = Jinja.strict();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'{\"a\": [1, null]}' | from_json_string; {'a': [1, None]}",
                "'a: 1\\nb: [x, ~, 2.5]' | from_yaml_string; {'a': 1, 'b': ['x', None, 2.5]}",
                "'[yes, 017, 1e3, 1_000, 1:30]' | from_yaml_string; [True, 15, '1e3', 1000, 90]",
                "('d: 2024-01-02' | from_yaml_string).d; 2024-01-02",
                "('d: 2024-1-2 3:04:05.5' | from_yaml_string).d; 2024-01-02 03:04:05.500000",
                "('d: 2024-01-02T03:04:05Z' | from_yaml_string).d; 2024-01-02 03:04:05+00:00",
                "'[2024-01-03, 2024-01-02]' | from_yaml_string | min; 2024-01-02",
                "'[2024-01-02 2:00:00, 2024-01-02 1:00:00]' | from_yaml_string | min; 2024-01-02 01:00:00",
                "{'a': 1, 'b': 2} | to_json_string; {\"a\": 1,\"b\": 2}",
                "{'b': 1, 'a': 2} | to_json_string(sort_keys=true, separators=(', ', ': ')); {\"a\": 2, \"b\": 1}",
                "'a\"b' | json_escape; a\\\"b",
                "[1, 'x', none, true] | to_complex; [1, \"x\", null, true]",
                "none | use_none; %*****__%NONE%__*****%",
                "{'people': [{'first': 'a'}, {'first': 'b'}]} | jsonpath_query('people[*].first'); ['a', 'b']",
                "{'a': 1} | jsonpath_query('nope'); None",
                "'foobar' | regex_match('foo'); True",
                "'foobar' | regex_match('bar'); False",
                "'FOO' | regex_match('foo', ignorecase=true); True",
                "'foobar' | regex_search('bar'); True",
                "'foo 12 bar' | regex_replace('([0-9]+)', '<\\\\1>'); foo <12> bar",
                "'a1b22' | regex_substring('[0-9]+'); 1",
                "'a1b22' | regex_substring('[0-9]+', 1); 22",
                "0 | to_human_time_from_seconds; 0s",
                "0.5 | to_human_time_from_seconds; 0.5\u03bcs",
                "4587 | to_human_time_from_seconds; 1h16m27s",
                "86400 | to_human_time_from_seconds; 1d0h0m0s",
                "'0.10.1' | version_compare('0.10.0'); 1",
                "'1.0.0-rc.1' | version_compare('1.0.0'); -1",
                "'1.2.3' | version_more_than('1.2.2'); True",
                "'1.2.3' | version_less_than('1.2.2'); False",
                "'1.2.3' | version_equal('1.2.3'); True",
                "'1.2.3' | version_match('>=1.0.0'); True",
                "'1.2.3' | version_match('<1.0.0'); False",
                "'1.2.3' | version_bump_major; 2.0.0",
                "'1.2.3' | version_bump_minor; 1.3.0",
                "'1.2.3' | version_bump_patch; 1.2.4",
                "'1.2.3' | version_strip_patch; 1.2",
                "'/a/b.txt' | basename; b.txt",
                "'/a/b.txt' | dirname; /a",
            })
    void givesWhatStackStormGives(String expression, String expected) {
        String text = JINJA.template("{{ " + expression + " }}").render(Map.of());

        assertThat(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'{' | from_json_string",
                "'a: [' | from_yaml_string",
                "'a: 2024-13-01' | from_yaml_string",
                "'x' | regex_substring('[0-9]')",
                "'x' | regex_match('(')",
                "'1.2' | version_compare('1.2.3')",
                "'x' | to_human_time_from_seconds",
                "'secret' | decrypt_kv",
            })
    void refusesWhatItCannotRead(String expression) {
        assertThatThrownBy(() -> JINJA.expression(expression).evaluate(Map.of()))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void writesYamlInBlocks() {
        String text = JINJA.template("{{ {'a': [1, {'b': none}], 'c': 'x'} | to_yaml_string }}")
                .render(Map.of());

        assertThat(text).isEqualTo("a:\n- 1\n- b: null\nc: x\n");
    }

    @Test
    void carriesAValueThroughJsonUnchanged() {
        Map<String, Object> context = Map.of("x", Map.of("a", List.of(1L, 2.5, "t", Map.of("n", true))));

        Object back = JINJA.expression("x | to_complex | from_json_string").evaluate(context);

        assertThat(back).isEqualTo(context.get("x"));
    }
}
