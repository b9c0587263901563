package io.drover.engine.match;

import static io.drover.engine.match.Rules.NOW;
import static io.drover.engine.match.Rules.compiled;
import static io.drover.engine.match.Rules.criterion;
import static io.drover.engine.match.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.match.Verdict.Result;
import io.drover.engine.match.Verdict.Step;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClauseEvaluatorTest {

    @Test
    void recordsEachClauseWithTheValueItSaw() {
        Rule rule = rule("r", criterion("trigger.load", "gt", 5L), criterion("trigger.host", "eq", "a"));

        Verdict verdict = explain(rule, Map.of("host", "a", "load", 3L));

        assertThat(verdict.steps())
                .extracting(step -> step.clause().text(), Step::value, Step::result)
                .containsExactly(
                        tuple("trigger.host equals \"a\"", "a", Result.MATCHED),
                        tuple("trigger.load greaterthan 5", 3L, Result.NOT_MATCHED));
        assertThat(verdict.decisive()).contains(verdict.steps().get(1));
    }

    @Test
    void asksNothingAfterTheFirstClauseThatDoesNotHold() {
        Rule rule = rule("r", criterion("trigger.load", "gt", 5L), criterion("trigger.host", "eq", "a"));

        Verdict verdict = explain(rule, Map.of("host", "b", "load", "high"));

        assertThat(verdict.steps()).extracting(Step::result).containsExactly(Result.NOT_MATCHED, Result.NOT_ASKED);
        assertThat(verdict.errors()).isEmpty();
    }

    @Test
    void anEventWithoutPayloadMatchesOnlyARuleWithoutClauses() {
        assertThat(explain(rule("r"), Map.of()).result()).isEqualTo(Result.MATCHED);
        assertThat(explain(rule("r", criterion("trigger.a", "nexists", true)), Map.of())
                        .result())
                .isEqualTo(Result.NOT_MATCHED);
    }

    @Test
    void aPatternMayBeATemplate() {
        Rule rule = rule("r", criterion("trigger.a", "eq", "{{trigger.b}}"));

        assertThat(explain(rule, Map.of("a", 1L, "b", 1.0)).result()).isEqualTo(Result.MATCHED);
        assertThat(explain(rule, Map.of("a", 1L, "b", "1")).result()).isEqualTo(Result.NOT_MATCHED);
        assertThat(explain(rule, Map.of("a", 1L)).errors())
                .containsExactly(new Verdict.Failure("trigger.a equals \"{{trigger.b}}\"", "trigger.b is undefined"));
    }

    @Test
    void aTemplateThatCannotBeReadFailsTheClause() {
        Verdict verdict = explain(rule("r", criterion("trigger.a", "eq", "{{ x")), Map.of("a", 1L));

        assertThat(verdict.result()).isEqualTo(Result.FAILED);
    }

    @Test
    void whereIsPartOfTheSameConjunction() {
        Rule rule = rule(
                "r",
                Rule.Type.STANDARD,
                0,
                Rules.STATE,
                "trigger.open and trigger.state == 'down'",
                List.of(criterion("trigger.a", "exists", true)));

        assertThat(compiled(rule).clauses().all())
                .extracting(Clause::text)
                .containsExactly("trigger.state equals \"down\"", "trigger.a exists true", "where trigger.open");
        assertThat(explain(rule, Map.of("state", "down", "a", 1L, "open", true)).result())
                .isEqualTo(Result.MATCHED);
    }

    @Test
    void anUndefinedPathMakesItsConditionFalseAndIsRemarked() {
        Rule rule = rule("r", Rule.Type.STANDARD, 0, Rules.STATE, "trigger.open", List.of());

        Verdict verdict = explain(rule, Map.of("state", "down"));

        assertThat(verdict.result()).isEqualTo(Result.NOT_MATCHED);
        assertThat(verdict.errors()).isEmpty();
        assertThat(verdict.steps().get(0).remark()).isEqualTo("trigger.open is undefined");
    }

    @ParameterizedTest
    @CsvSource({"all,false", "any,true", "all2any,true", "any2any,true"})
    void searchesAListUnderACondition(String condition, boolean expected) {
        Map<String, @Nullable Object> payload =
                Map.of("list", List.of(Map.of("kind", "a", "size", 1L), Map.of("kind", "a", "size", 9L)));

        assertThat(explain(search(condition, "eq"), payload).result())
                .isEqualTo(expected ? Result.MATCHED : Result.NOT_MATCHED);
    }

    @ParameterizedTest
    @CsvSource({"all,MATCHED", "any,NOT_MATCHED", "all2any,MATCHED", "any2any,NOT_MATCHED", "most,FAILED"})
    void searchesAnEmptyList(String condition, Result expected) {
        assertThat(explain(search(condition, "eq"), Map.of("list", List.of())).result())
                .isEqualTo(expected);
    }

    @Test
    void searchSeesAMappingAsItsOnlyElement() {
        assertThat(explain(search("all", "eq"), Map.of("list", Map.of("kind", "a", "size", 9L)))
                        .result())
                .isEqualTo(Result.MATCHED);
    }

    @Test
    void searchFailsOnWhatIsNoList() {
        assertThat(explain(search("any", "eq"), Map.of("list", "text")).result())
                .isEqualTo(Result.FAILED);
        assertThat(explain(search("any", "eq"), Map.of("other", "text")).result())
                .isEqualTo(Result.FAILED);
    }

    @Test
    void aFailureWithinASearchIsRecordedButDoesNotDecide() {
        Map<String, @Nullable Object> payload =
                Map.of("list", Arrays.asList(Map.of("kind", "a", "size", "big"), Map.of("kind", "a", "size", 9L)));

        Verdict verdict = explain(search("any", "eq"), payload);

        assertThat(verdict.result()).isEqualTo(Result.MATCHED);
        assertThat(verdict.errors()).hasSize(1);
    }

    @Test
    void aClauseWithinASearchFailsOnceHoweverManyElementsThereAre() {
        Map<String, @Nullable Object> payload =
                Map.of("list", List.of(Map.of("size", "big"), Map.of("size", "huge"), Map.of("size", "small")));

        Verdict verdict = explain(search("any", "eq"), payload);

        assertThat(verdict.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("\"big\""));
    }

    @Test
    void aConditionOfASearchWithoutATypeIsFalse() {
        Criterion criterion = new Criterion(
                "trigger.list", Operator.SEARCH, "search", Map.of("item.a", Map.of("pattern", 1L)), "any");

        Verdict verdict = explain(rule("r", criterion), Map.of("list", List.of(Map.of("a", 1L))));

        assertThat(verdict.result()).isEqualTo(Result.NOT_MATCHED);
        assertThat(verdict.errors()).hasSize(1);
    }

    @Test
    void aFailureShowsTheBeginningOfALongValueOnly() {
        Verdict verdict = explain(rule("r", criterion("trigger.a", "lt", 1L)), Map.of("a", "x".repeat(100_000)));

        assertThat(verdict.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).hasSizeLessThan(500));
    }

    private static Rule search(String condition, String operator) {
        Map<String, Object> children = new HashMap<>();
        children.put("item.kind", Map.of("type", operator, "pattern", "a"));
        children.put("item.size#1", Map.of("type", "gt", "pattern", 5L));
        return rule("r", new Criterion("trigger.list", Operator.SEARCH, "search", children, condition));
    }

    private static Verdict explain(Rule rule, Map<String, @Nullable Object> payload) {
        return ClauseEvaluator.explain(compiled(rule).clauses(), payload, NOW);
    }
}
