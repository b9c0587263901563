package io.drover.expressions.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanner of workflow texts. */
class WorkflowExpressionsTest {
    private static final WorkflowExpressions EXPRESSIONS = WorkflowExpressions.standard();
    private static final WorkflowScope SCOPE =
            WorkflowScope.of(Map.of("n", 5L, "again", "{{ ctx().n }}", "list", List.of("{{ ctx().n }}"), "__p", 1L));

    @Test
    void keepsTheTypeOfALoneExpression() {
        assertThat(EXPRESSIONS.evaluate("{{ ctx().n }}", SCOPE)).isEqualTo(5L);
    }

    @Test
    void makesTextOfAnythingElse() {
        assertThat(EXPRESSIONS.evaluate("{{ ctx().n }} ", SCOPE)).isEqualTo("5 ");
        assertThat(EXPRESSIONS.evaluate("{{ ctx().n }}{{ none }}", SCOPE)).isEqualTo("5None");
    }

    @Test
    void evaluatesATextThatAnExpressionGaveButNotTheTextsInAList() {
        assertThat(EXPRESSIONS.evaluate("{{ ctx().again }}", SCOPE)).isEqualTo(5L);
        assertThat(EXPRESSIONS.evaluate("{{ ctx().list }}", SCOPE)).isEqualTo(List.of("{{ ctx().n }}"));
    }

    @Test
    void leavesTheTextThatAnExpressionGaveAsItIsWhereThatIsAskedFor() {
        WorkflowScope once = WorkflowScope.of(Map.of("n", 5L, "y", "<% ctx(n) %>", "j", "{{ ctx().n }}"))
                .once();

        assertThat(EXPRESSIONS.evaluate("<% ctx(y) %>", once)).isEqualTo("<% ctx(n) %>");
        assertThat(EXPRESSIONS.evaluate("<% ctx(n) %>", once)).isEqualTo(5L);
        assertThat(EXPRESSIONS.evaluate("<% ctx(y) %>, <% ctx(n) %>", once)).isEqualTo("<% ctx(n) %>, 5");
        assertThat(EXPRESSIONS.evaluate("{{ ctx().j }}", once)).isEqualTo("{{ ctx().n }}");
        assertThat(EXPRESSIONS.evaluate("{{ ctx().j }}, {{ ctx().n }}", once)).isEqualTo("{{ ctx().n }}, 5");
        assertThat(EXPRESSIONS.evaluate("{% if true %}{{ ctx().j }}{% endif %}", once))
                .isEqualTo("{{ ctx().n }}");
        assertThat(EXPRESSIONS.evaluate("Hello {{ 'x' if false }}", once)).isEqualTo("Hello ");
        assertThatThrownBy(() -> EXPRESSIONS.evaluate("{{ 'x' if false }}", once))
                .hasMessageContaining("There are unresolved variables: 'x' if false");
        assertThatThrownBy(() -> EXPRESSIONS.evaluate("Hello {{ ctx().gone }}", once))
                .hasMessageContaining("There are unresolved variables: ctx().gone");
        assertThatThrownBy(() -> EXPRESSIONS.evaluate("{{ ctx().gone }}", once))
                .hasMessageContaining("There are unresolved variables: ctx().gone");
        assertThatThrownBy(() -> EXPRESSIONS.evaluate("<% ctx(gone) %>", once))
                .hasMessageContaining("The variable \"gone\" is undefined.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<% ctx(big) %><% ctx(gone) %>", "{{ ctx().big }}{{ ctx().gone }}"})
    void countsTheTextOfEachExpressionBeforeTheNext(String text) {
        WorkflowExpressions few = EXPRESSIONS.withBudget(Budget.standard().withTextLength(1000));
        WorkflowScope once = WorkflowScope.of(Map.of("big", "x".repeat(2000))).once();

        assertThatThrownBy(() -> few.evaluate(text, once)).hasMessageContaining("more than 1000 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<% now() %><% now() %>", "{{ now() }}{{ now() }}"})
    void countsTheTimeOfAllExpressionsOfATextTogether(String text) {
        Duration most = Duration.ofMillis(20);
        WorkflowExpressions hurried = EXPRESSIONS.withBudget(Budget.standard().withTime(most));
        WorkflowScope once = WorkflowScope.empty()
                .with(Map.of("now", Signature.function("now()", (meter, a) -> {
                    long start = System.nanoTime();
                    while (System.nanoTime() - start <= most.toNanos()) {
                        Thread.onSpinWait();
                    }
                    return 1L;
                })))
                .once();

        assertThatThrownBy(() -> hurried.evaluate(text, once)).hasMessageContaining("more than 20 ms");
    }

    @Test
    void neverCutsThroughALongKeyOrExpressionInAFailure() {
        String token = "s3cr" + "x".repeat(1_200);
        WorkflowScope scope = WorkflowScope.of(Map.of("hosts", Map.of("a", 1L), "token", token));

        assertThatThrownBy(() -> EXPRESSIONS.evaluate("<% ctx(hosts)[ctx(token)] %>", scope))
                .hasMessageContaining("Unable to resolve key 'a text of 1204 characters' in expression"
                        + " '<% ctx(hosts)[ctx(token)] %>' from context.");
        assertThatThrownBy(() -> EXPRESSIONS.evaluate("{{ 1 + '" + token + "' }}", scope))
                .hasMessageContaining("Unable to evaluate expression of 1216 characters. TypeError: ")
                .hasMessageNotContaining("s3crx");
    }

    @Test
    void evaluatesMappingsAndListsTextByTextKeysIncluded() {
        Object value = EXPRESSIONS.evaluate(Map.of("k{{ ctx().n }}", List.of("{{ ctx().n }}", 7L)), SCOPE);

        assertThat(value).isEqualTo(Map.of("k5", List.of(5L, 7L)));
    }

    @Test
    void takesAnExpressionOverTwoLinesForText() {
        assertThat(EXPRESSIONS.evaluate("{{ 1 +\n 2 }}", SCOPE)).isEqualTo("{{ 1 +\n 2 }}");
    }

    @Test
    void callsTheFunctionsOfTheMoment() {
        WorkflowScope scope =
                SCOPE.with(Map.of("item", Signature.function("item(key=None)", (meter, a) -> Map.of("a", 1L))));

        assertThat(EXPRESSIONS.evaluate("{{ item().a + ctx('n') }}", scope)).isEqualTo(6L);
    }

    @Test
    void tellsWhichExpressionFailedAndWhy() {
        assertThatThrownBy(() -> EXPRESSIONS.evaluate("x {{ ctx().n.a.b }}", SCOPE))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(
                        "JinjaEvaluationException: Unable to evaluate expression '{{ ctx().n.a.b }}'. UndefinedError: 'int object' has no attribute 'a'");
        assertThatThrownBy(() -> EXPRESSIONS.evaluate("{{ ctx().nope }}", SCOPE))
                .hasMessage("JinjaEvaluationException: There are unresolved variables: ctx().nope");
        assertThatThrownBy(() -> EXPRESSIONS.evaluate("{{ ctx('__p') }}", SCOPE))
                .hasMessageContaining("VariableInaccessibleError: The variable \"__p\" is for internal use");
    }

    @Test
    void findsMistakesWithTheirExpression() {
        assertThat(EXPRESSIONS.mistakes(Map.of("a", List.of("{{ 1 + }} {{ 2 }}"))))
                .extracting(Mistake::language, Mistake::expression)
                .contains(tuple(Language.JINJA, "{{ 1 + }}"))
                .doesNotContain(tuple(Language.JINJA, "{{ 2 }}"));
        assertThat(EXPRESSIONS.mistakes("{{ ctx().n }} text")).isEmpty();
    }

    @Test
    void findsTheVariablesThatAreRead() {
        assertThat(EXPRESSIONS.variables(List.of(
                        "{{ ctx().b.x }} {{ ctx(a) }}", "{{ ctx('c') }}{{ ctx(\"d\") }}", "{{ ctx().get(x) }}")))
                .extracting(VariableUse::variable)
                .containsExactly("a", "b", "c", "d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ ctx().t }}", "{{ ctx().t }}{{ ctx().t }}", "{% if true %}{{ ctx().t }}{% endif %}"})
    void stopsATextThatYieldsItself(String text) {
        WorkflowExpressions hurried = EXPRESSIONS.withBudget(Budget.standard().withTime(Duration.ofMillis(300)));
        WorkflowScope scope = WorkflowScope.of(Map.of("t", text));

        assertThatThrownBy(() -> hurried.evaluate(text, scope))
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        failure -> assertThat(failure.isOverBudget()).isTrue());
    }
}
