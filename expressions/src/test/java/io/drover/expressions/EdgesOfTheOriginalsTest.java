package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.expressions.value.PythonText;
import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.expressions.workflow.WorkflowScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What random expressions beside Jinja2, YAQL and StackStorm's functions have brought up. */
class EdgesOfTheOriginalsTest {
    private static final Map<String, Object> DATA =
            Map.of("l", List.of(3L, 1L, 2L), "tree", Map.of("b", List.of(Map.of("z", 1L, "y", 2L)), "a", 1L));

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "{% if false %}{{ l | nosuch }}{% endif %}ok ==> ok",
                "{% if l is sequence %}ok{% elif l is nosuch %}no{% endif %} ==> ok",
                "{{ 'ok' if true else l | nosuch }} ==> ok",
                "{% for i in l %}{{ loop }}{% endfor %} ==> <LoopContext 1/3><LoopContext 2/3><LoopContext 3/3>",
                "{{ range(10)[5:1:-1] }} ==> range(5, 1, -1)",
                "{{ '{:05}'.format('ab') }} ==> ab000",
                "{{ (2.5).conjugate() }} ==> 2.5",
                "{{ '☃😀x' | regex_replace('x*', '-') }} ==> -☃-😀--",
                "{{ [1, {'a': 'q'}] | json_escape }} ==> [1, {\"a\": \"q\"}]",
                "{{ 1e-7 | to_yaml_string }} ==> 1.0e-07",
                "{{ '1e3' | to_yaml_string }} ==> 1e3",
                "{{ 'a\\nb' | to_yaml_string }} ==> ~'a\n\n  b'~",
            })
    void rendersAsJinjaDoes(String template, String text) {
        assertThat(Jinja.strict().template(template).render(DATA).strip()).isEqualTo(text);
    }

    @Test
    void printsMappingsByTheirKeysAtEveryDepth() {
        assertThat(Jinja.strict().template("{{ tree | pprint }}").render(DATA))
                .isEqualTo("{'a': 1, 'b': [{'y': 2, 'z': 1}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ l | nosuch }}",
                "{% if true %}{{ l | nosuch }}{% endif %}",
                "{% if false %}{% for i in l %}{{ i | nosuch }}{% endfor %}{% endif %}",
                "{% for loop in l %}{% endfor %}",
                "{% block a %}{% endblock %}{% block a %}{% endblock %}",
                "{{ dict(a=1, a=2) }}",
                "{{ '{:+}'.format('a') }}",
                "{{ '{:=8}'.format('a') }}",
                "{{ '{:,}'.format('a') }}",
                "{{ '{:.2}'.format(5) }}",
                "{{ '{:,x}'.format(5) }}",
                "{{ 'a' | truncate(5, leeway=-1) }}",
                "{{ 'abc' | regex_replace('z', '\\\\9') }}",
                "{{ 'abc' | regex_replace('z', '\\\\g<x>') }}",
            })
    void failsWhereJinjaFails(String template) {
        assertThatThrownBy(() -> Jinja.strict().template(template).render(DATA))
                .isInstanceOf(ExpressionException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "dict(a => 1).get({b => 2}, 7) ==> 7",
                "dict(a => 1).containsKey(set(1)) ==> False",
                "dict(a => 1).deleteAll([{b => 2}, a]) ==> {}",
                "abc.indexOf('', 3) ==> 3",
                "abc.indexOf('', 4) ==> -1",
                "regex('o').replace('foo', 'x', -1) ==> foo",
                "generateMany(ab, $).take(3).toList() ==> ['ab', 'a', 'b']",
                "generateMany(1, [1 / ($ - 1)]).take(1).toList() ==> [1]",
            })
    void evaluatesAsYaqlDoes(String expression, String value) {
        assertThat(PythonText.str(Yaql.standard().expression(expression).evaluate(DATA)))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "<% zip([1], [2]) %>- ==> [[1, 2]]-",
                "{{ zip([1], [2]) }}- ==> [(1, 2)]-",
                "<% regex_substring(ab, '(a)(b)') %>- ==> ['a', 'b']-",
            })
    void writesRowsInTextAsTheLanguageDoes(String text, String written) {
        assertThat(WorkflowExpressions.standard().evaluate(text, WorkflowScope.of(DATA)))
                .isEqualTo(written);
    }
}
