package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Jinja JINJA = Jinja.strict();

    @Test
    void writesValuesAsPythonDoes() {
        Map<String, Object> context = Map.of("x", List.of("a", 1L, 1.0, true, Map.of("k", "it's")));

        assertThat(JINJA.template("{{ x }} {{ none }}").render(context))
                .isEqualTo("['a', 1, 1.0, True, {'k': \"it's\"}] None");
    }

    @Test
    void keepsTheTypeOfALoneExpression() {
        Map<String, Object> context = Map.of("x", List.of(1L, 2L));

        assertThat(JINJA.template("{{ x }}").value(context)).isEqualTo(List.of(1L, 2L));
        assertThat(JINJA.template(" {{ x | length }}\n").value(context)).isEqualTo(2L);
        assertThat(JINJA.template("{# why #}{{ x | map('string') }}").value(context))
                .isEqualTo(List.of("1", "2"));
        assertThat(JINJA.template("{{ none }}").value(context)).isNull();
    }

    @Test
    void givesTextWhereThereIsMoreThanOneExpression() {
        Map<String, Object> context = Map.of("x", List.of(1L, 2L));

        assertThat(JINJA.template("{{ x }}!").value(context)).isEqualTo("[1, 2]!");
        assertThat(JINJA.template("{{ 1 }}{{ 2 }}").value(context)).isEqualTo("12");
        assertThat(JINJA.template("{% if x %}{{ 1 }}{% endif %}").value(context))
                .isEqualTo("1");
        assertThat(JINJA.template("plain").value(context)).isEqualTo("plain");
        assertThat(JINJA.template("").value(context)).isEqualTo("");
    }

    @Test
    void missesTheEndOfACommentOnlyWhereSomethingFollowsItsBeginning() {
        assertThat(JINJA.template("{{ 1 }}{#").render(Map.of())).isEqualTo("1");
        assertThat(JINJA.template("a{#-").render(Map.of())).isEqualTo("a");
        assertThat(JINJA.template("a{% raw %}").render(Map.of())).isEqualTo("a");
        assertThatThrownBy(() -> JINJA.template("a{# b").render(Map.of())).hasMessageContaining("end of comment");
        assertThatThrownBy(() -> JINJA.template("a{% raw %}b").render(Map.of())).hasMessageContaining("end of raw");
    }

    @Test
    void refusesALoneExpressionThatIsUndefined() {
        Template template = JINJA.template("\n {{ nope }}");

        assertThatThrownBy(() -> template.value(Map.of()))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("line 2, column 2");
        assertThat(Jinja.lenient().template("{{ nope }}").value(Map.of())).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a { b } c", "{ {", "{# only a comment #}", "{% raw %}{{ x }}{% endraw %}"})
    void isConstantWithoutABlock(String text) {
        assertThat(JINJA.template(text).isConstant()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ x }}", "a{{ 1 }}", "{% if x %}{% endif %}", "{% set x = 1 %}"})
    void isNotConstantWithABlock(String text) {
        assertThat(JINJA.template(text).isConstant()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{{ trigger.body.a }}{{ rule.name }}; trigger,rule",
                "{% for i in l %}{{ i }}{{ loop.index }}{{ j }}{% endfor %}; l,j",
                "{% set a = b %}{{ a }}{{ c }}; b,c",
                "{{ a }}{% set a = 1 %}; a",
                "{% if t %}{% set a = 1 %}{% endif %}{{ a }}; t,a",
                "{% macro m(p, q=r) %}{{ p }}{{ q }}{{ s }}{% endmacro %}{{ m(1) }}; r,s",
                "{% with a = b %}{{ a }}{% endwith %}{{ a }}; b,a",
                "{{ range(3) | map('string') | join(x) }}; x",
                "{% for k, v in d.items() if v > w %}{{ k }}{% endfor %}; d,w",
                "{{ {'k': a}[b] }}{{ [c, (d, e)] }}{{ f[g:h] }}; a,b,c,d,e,f,g,h",
                "{% filter replace(a, b) %}{{ c }}{% endfilter %}; a,b,c",
            })
    void namesTheVariablesItReadsAndDoesNotSet(String text, String names) {
        assertThat(JINJA.template(text).undeclaredVariables())
                .containsExactlyInAnyOrder(names.strip().split(",", -1));
    }

    @Test
    void cutsTheWhiteSpaceAroundTagsAsStackStormDoes() {
        String text = "list:\n  {% for i in l %}\n  - {{ i }}\n  {% endfor %}\nend\n";

        assertThat(JINJA.template(text).render(Map.of("l", List.of(1L, 2L)))).isEqualTo("list:\n  - 1\n  - 2\nend");
    }

    @Test
    void givesSeveralThreadsEachItsOwnAnswer() {
        Template template = JINJA.template(
                "{% set ns = namespace(s=0) %}{% for i in range(n) %}{% set ns.s = ns.s + i %}{% endfor %}{{ ns.s }}");

        List<String> answers = LongStream.range(0, 200)
                .parallel()
                .mapToObj(n -> template.render(Map.of("n", n)))
                .toList();

        assertThat(answers)
                .isEqualTo(LongStream.range(0, 200)
                        .mapToObj(n -> Long.toString(n * (n - 1) / 2))
                        .toList());
    }
}
