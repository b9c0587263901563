package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text that is made HTML, and blocks: what a template says about how it is rendered. */
class AutoescapeTest {
    private static final Map<String, Object> DATA = Map.of("h", "<b>&", "n", 3L, "l", List.of(1L, 2L));

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "{% autoescape true %}{{ h }}{% endautoescape %}{{ h }} ==> &lt;b&gt;&amp;<b>&",
                "{% autoescape n > 5 %}{{ h }}{% endautoescape %} ==> <b>&",
                "{% autoescape true %}{{ h|safe }}{{ h|e }}{% autoescape false %}{{ h }}{% endautoescape %}{% endautoescape %} ==> <b>&&lt;b&gt;&amp;<b>&",
                "{% autoescape true %}{{ '<' ~ h|safe }}{{ '<' ~ 1 }}{% endautoescape %} ==> &lt;<b>&&lt;1",
                "{% autoescape true %}{{ ['<', h|safe]|join('>') }}{{ ['<']|join }}{% endautoescape %} ==> &lt;&gt;<b>&&lt;",
                "{% autoescape true %}{{ h|replace('<', '>') }}{{ h|safe|replace('&', '<') }}{% endautoescape %} ==> &gt;b&gt;&amp;<b>&lt;",
                "{% autoescape true %}{{ {'a': '<'}|xmlattr }}{{ 'www.a.com <'|urlize }}{% endautoescape %} ==> a=~&lt;~<a href=~https://www.a.com~ rel=~noopener~>www.a.com</a> &lt;",
                "{% autoescape true %}{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m('<') }}{% endautoescape %} ==> <i>&lt;</i>",
                "{% macro m(x) %}<i>{{ x }}{% endmacro %}{% autoescape true %}{{ m('<') }}{% endautoescape %} ==> <i><",
                "{% autoescape true %}{% set x %}<b>{{ h }}{% endset %}{{ x }}{% endautoescape %} ==> <b>&lt;b&gt;&amp;",
                "{% autoescape true %}{% set x = 1 %}{% endautoescape %}{{ x is defined }} ==> False",
                "{% block a %}A{{ n }}{% endblock %}{{ self.a() }} ==> A3A3",
                "{% for i in l %}{% block b %}{{ i is defined }}{% endblock %}{% endfor %} ==> FalseFalse",
                "{% for i in l %}{% block b scoped %}{{ i }}{% endblock %}{% endfor %} ==> 12",
                "{% set (a, b) = (1, 2) %}{{ a }}{{ b }} ==> 12",
                "{% set ns = namespace() %}{% set ns.x, b = 1, 2 %}{{ ns.x }}{{ b }}{{ ns }} ==> 12<Namespace {'x': 1}>",
                "{% macro m() %}{{ caller(1, 2) }}{% endmacro %}{% call(u) m() %}{{ u }}{% macro k() %}{{ varargs }}{% endmacro %}{% endcall %} ==> 1",
                "{% macro m() %}{{ caller.name }}{% endmacro %}{% call m() %}{% endcall %}{{ m }} ==> None<Macro 'm'>",
            })
    void rendersAsJinjaDoes(String template, String text) {
        String rendered = Jinja.strict().template(template).render(DATA).strip();

        assertThat(rendered.replace('"', '~')).isEqualTo(text);
    }
}
