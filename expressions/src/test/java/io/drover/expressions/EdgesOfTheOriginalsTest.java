package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.expressions.recorded.RecordedCases;
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
    private static final Map<String, Object> DATA = Map.of(
            "l",
            List.of(3L, 1L, 2L),
            "n",
            3L,
            "nan",
            Double.NaN,
            "tree",
            Map.of("b", List.of(Map.of("z", 1L, "y", 2L)), "a", 1L));

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
                "{{ '{:z.1f}|{:>+8_}|{:020,}|{:.1}|{:#.3g}'.format(-0.01, 1000, 1234, 2.0, 36) }} ==> 0.0|  +1_000|0,000,000,000,001,234|2e+00|36.0",
                "{{ '{:08,}|{:09,}|{:010,}|{:07_x}|{:+010,.1f}|{:0>8,}'.format(1234, 1234, 1234, 74565, 1234.5, 1234) }} ==> 0,001,234|0,001,234|00,001,234|01_2345|+001,234.5|0001,234",
                "{{ 'hello'.encode().translate(''.encode().maketrans('hll'.encode(), 'Jab'.encode()), 'o'.encode()) }} ==> b'Jebb'",
                "{{ '{!a:>8}'.format('é') }}{{ '%a' % 'é' }}{{ '%.*e' % (-1, 5) }} ==> '\\xe9''\\xe9'5e+00",
                "{{ '%.1s' % '😀x' }}{{ ('%c' % true) | length }} ==> 😀1",
                "{{ 'aé'.encode() }}{{ 'aé'.encode().decode() }}{{ 'é'.encode('ascii', 'xmlcharrefreplace') }} ==> b'a\\xc3\\xa9'aéb'&#233;'",
                "{{ 'abc'.encode()[0] }}{{ 'abc'.encode()[1:] }}{{ 'b'.encode() in 'abc'.encode() }}{{ ' a b '.encode().split() }} ==> 97b'bc'True[b'a', b'b']",
                "{{ (258).to_bytes(2) }}{{ (0).from_bytes('ab'.encode(), 'little') }}{{ 'ab'.encode().hex('-') }} ==> b'\\x01\\x02'2518561-62",
                "{{ (2.5).hex() }} {{ (0.75).as_integer_ratio() }} {{ (7).bit_count() }} ==> 0x1.4000000000000p+1 (3, 4) 3",
                "{{ 'hello'.translate({104: 'J', 108: none}) }}{{ 'ab'.translate(''.maketrans('ab', 'xy')) }} ==> Jeoxy",
                "{{ 'ß'.capitalize() }}{{ 'ß x'.title() }}{{ 'ß'|title }} ==> SsSs XSS",
                "{{ '  a b '.split(none, 1) }}{{ 'abc'.find('', 2, 1) }}{{ 'abc'.count('', 3, 2) }} ==> ['a', 'b ']-10",
                "{{ 5 | batch(2) | string }}{{ [] | map('nosuch') | list }}{{ (1 | select('nosuch')) | int }} ==> <generator object do_batch>[]0",
                "{{ ['a', 'b'] | map('upper') | reverse | join }}{{ [3,1] | batch('x') | list }} ==> BA[[3, 1]]",
                "{{ '&copy;&notit;&#x80;&lt' | striptags }} ==> ©¬it;€<",
                "{{ -2 ** n }}{{ -2 ** 2 }} ==> -84",
                "{{ dict }}{{ dict.fromkeys('a') }}{{ range(5).stop }} ==> <class 'dict'>{'a': None}5",
                "{{ tree.items() == tree.items() }}{{ 2.5 | round(none) }}{{ 'a' % nope }} ==> True2a",
                "{{ nan <= 1 }}{{ 1 is le(nan) }}{{ [nan] | select('lt', 5) | list }} ==> FalseFalse[]",
                "{{ 1e308 | filesizeformat }}{{ '١٢' | float }} ==> inf YB12.0",
                "{{ {'b': {'c': 1}} | jsonpath_query('b.c.`parent`') }}{{ {'a': {'n': 1}, 'b': {}} | jsonpath_query('* where n') }} ==> [{'c': 1}][{'n': 1}]",
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
                "{{ '{} {0}'.format(1) }}",
                "{{ '{!}'.format(1) }}",
                "{{ '{0[]}'.format(l) }}",
                "{{ '{:,n}'.format(5) }}",
                "{{ '%-5%' % 1 }}",
                "{{ l | sort(none) }}",
                "{{ ['a'] | sum(start='') }}",
                "{{ 'a' | attr(1) }}",
                "{{ 'a'.splitlines(none) }}",
                "{{ range(3) + l }}",
                "{{ range(3) * 2 }}",
                "{{ 'é'.encode('ascii') }}",
                "{{ 'a' in 'a'.encode() }}",
                "{{ dict(**{}, **{}) }}",
                "{% block b required %}{% endblock %}",
                "{% block b required %}x{% endblock %}",
                "{% import 'a' %}",
                "{% from 'a' import _b %}",
                "{% include %}",
                "{% for x in l %}{% set loop = 1 %}{% endfor %}",
                "{% filter length %}abc{% endfilter %}",
                "{% macro m(caller) %}{% endmacro %}",
                "{% macro m(a, a) %}{% endmacro %}",
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
                "abc.substring(99999999999999999999) ==> ~~",
                "[1, 2].insertMany(99999999999999999999, [3]).toList() ==> [1, 2, 3]",
                "let(a => 1, a => 2) -> $a ==> 2",
                "regex('a', ignoreCase => true) ==> re.compile('a', re.IGNORECASE)",
                "str([timespan(hours => 25)]) ==> (datetime.timedelta(days=1, seconds=3600),)",
                "str([datetime(2020, 1, 2, 3)]) ==> (datetime.datetime(2020, 1, 2, 3, 0, tzinfo=tzutc()),)",
            })
    void evaluatesAsYaqlDoes(String expression, String value) {
        assertThat(PythonText.str(Yaql.standard().expression(expression).evaluate(DATA)))
                .isEqualTo(value);
    }

    @Test
    void countsATaskThatTookTooLongAsCompleted() {
        String line = "{'id': 1, 'as': 'orquesta', 'expr': '<% completed() %>', 'context': {}, 'task': {}, 'state': "
                + "{'tasks': {'task1__r0': 0}, 'sequence': [{'status': 'timeout'}], 'routes': [[]]}}";

        String answer =
                new RecordedCases().read(line.replace('\'', '"')).orElseThrow().answer();

        assertThat(answer).isEqualTo("{\"id\": 1, \"result\": true}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "<% zip([1], [2]) %>- ==> [[1, 2]]-",
                "{{ zip([1], [2]) }}- ==> [(1, 2)]-",
                "<% regex_substring(ab, '(a)(b)') %>- ==> ['a', 'b']-",
                "{{ 'x' if none }}-{{ 1 }} ==> -1",
            })
    void writesRowsInTextAsTheLanguageDoes(String text, String written) {
        assertThat(WorkflowExpressions.standard().evaluate(text, WorkflowScope.of(DATA)))
                .isEqualTo(written);
    }
}
