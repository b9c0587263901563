package io.drover.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.Verdict.Result;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorsTest {
    private static final @Nullable Object NOTHING = null;

    static Stream<Arguments> holding() {
        return Stream.of(
                Arguments.of("web-01", "matchwildcard", "web-*"),
                Arguments.of("a1", "matchwildcard", "a[0-9]"),
                Arguments.of("ab", "matchwildcard", "a[!0-9]"),
                Arguments.of("a\nb", "matchwildcard", "a?b"),
                Arguments.of("[x", "matchwildcard", "[x"),
                Arguments.of("]", "matchwildcard", "[]]"),
                Arguments.of("ab\ncd", "matchregex", "a.*d"),
                Arguments.of("abc", "regex", "b"),
                Arguments.of("abc", "regex", "(?P<first>a)"),
                Arguments.of("aa", "regex", "(?P<x>a)(?P=x)"),
                Arguments.of("ABC", "iregex", "b"),
                Arguments.of("Ü", "iregex", "ü"),
                Arguments.of("a", "regex", "a\\Z"),
                Arguments.of("a[b", "regex", "[[]"),
                Arguments.of("aa", "regex", "(?P<one_a>a)(?P=one_a)"),
                Arguments.of("{\"a\": 12}", "regex", "^{\"a\": \\d{,2}}$"),
                Arguments.of("", "regex", "^a{,2}$"),
                Arguments.of("]", "regex", "[]]"),
                Arguments.of("&", "regex", "[a&&b]"),
                Arguments.of("line\n", "regex", "line$"),
                Arguments.of("\u0661", "regex", "\\d"),
                Arguments.of("xy", "regex", "x" + "y?".repeat(2000)),
                Arguments.of("a", "eq", "a"),
                Arguments.of(1L, "equals", 1.0),
                Arguments.of(true, "eq", 1L),
                Arguments.of(0L, "eq", false),
                Arguments.of(-0.0, "eq", 0L),
                Arguments.of(List.of(1L, "a"), "eq", List.of(1.0, "a")),
                Arguments.of(Map.of("a", 1L), "eq", Map.of("a", true)),
                Arguments.of("a", "eq", "a\n"),
                Arguments.of("a", "neq", "b"),
                Arguments.of("a", "nequals", NOTHING),
                Arguments.of(NOTHING, "neq", "a"),
                Arguments.of("1", "neq", 1L),
                Arguments.of("ABC", "ieq", "abc"),
                Arguments.of("abc", "contains", "b"),
                Arguments.of(List.of(1L, 2L), "contains", 2.0),
                Arguments.of(Map.of("a", 1L), "contains", "a"),
                Arguments.of("aBc", "icontains", "B"),
                Arguments.of("abc", "ncontains", "x"),
                Arguments.of("abc", "incontains", "X"),
                Arguments.of("abc", "startswith", "ab"),
                Arguments.of("abc", "istartswith", "AB"),
                Arguments.of("abc", "endswith", "bc"),
                Arguments.of("abc", "iendswith", "BC"),
                Arguments.of(1L, "lt", 1.5),
                Arguments.of(9007199254740992.0, "lessthan", 9007199254740993L),
                Arguments.of("a", "lt", "b"),
                Arguments.of("\uffff", "lt", "😀"),
                Arguments.of(List.of(1L, 2L), "lt", List.of(1L, 3L)),
                Arguments.of(2L, "gt", 1L),
                Arguments.of(true, "greaterthan", false),
                Arguments.of("2026-03-01T11:59:30Z", "timediff_lt", 60L),
                Arguments.of("2026-03-01T12:59:30+01:00", "td_lt", "60"),
                Arguments.of("2026-03-01 11:59:30", "td_lt", 60L),
                Arguments.of("2026-03-02T00:00:00Z", "td_lt", 0L),
                Arguments.of("Sun, 1 Mar 2026 11:00:00 GMT", "timediff_gt", 60.5),
                Arguments.of("20260301T110000Z", "td_gt", 60L),
                Arguments.of("3/1/2026 11:00", "td_gt", 60L),
                Arguments.of("Mar 1, 2026 11:00:00", "td_gt", 60L),
                Arguments.of("2026-02-28", "td_gt", 60L),
                Arguments.of(false, "exists", "x"),
                Arguments.of(NOTHING, "nexists", "x"),
                Arguments.of("b", "inside", "abc"),
                Arguments.of(NOTHING, "in", Arrays.asList(1L, null)),
                Arguments.of(1.0, "in", List.of(1L, 2L)),
                Arguments.of("x", "nin", "abc"),
                Arguments.of(3L, "ninside", List.of(1L, 2L)));
    }

    static Stream<Arguments> notHolding() {
        return Stream.of(
                Arguments.of("WEB-01", "matchwildcard", "web-*"),
                Arguments.of("xab", "matchregex", "ab"),
                Arguments.of("a\nb", "regex", "a.b"),
                Arguments.of("A", "regex", "a"),
                Arguments.of("1", "eq", 1L),
                Arguments.of("n:1", "eq", 1L),
                Arguments.of("true", "eq", true),
                Arguments.of(9007199254740993L, "eq", 9007199254740992.0),
                Arguments.of(NOTHING, "eq", "a"),
                Arguments.of("a", "eq", NOTHING),
                Arguments.of(NOTHING, "eq", NOTHING),
                Arguments.of(Double.NaN, "eq", Double.NaN),
                Arguments.of(NOTHING, "neq", NOTHING),
                Arguments.of("abc", "contains", NOTHING),
                Arguments.of("abc", "ncontains", NOTHING),
                Arguments.of(Map.of("a", 1L), "contains", 1L),
                Arguments.of("aBc", "incontains", "b"),
                Arguments.of(NOTHING, "lt", NOTHING),
                Arguments.of(1L, "lt", true),
                Arguments.of(Double.NaN, "lt", 1L),
                Arguments.of("2026-03-01T11:59:00Z", "td_lt", 60L),
                Arguments.of("2026-03-01T11:59:00Z", "td_gt", 60L),
                Arguments.of(NOTHING, "exists", "x"),
                Arguments.of("a", "nexists", "x"),
                Arguments.of("x", "in", "abc"),
                Arguments.of("a", "nin", NOTHING));
    }

    static Stream<Arguments> failing() {
        return Stream.of(
                Arguments.of(1L, "matchwildcard", "*"),
                Arguments.of(NOTHING, "regex", "a"),
                Arguments.of("a", "regex", "["),
                Arguments.of(1L, "ieq", 1L),
                Arguments.of(NOTHING, "contains", "a"),
                Arguments.of(NOTHING, "ncontains", "a"),
                Arguments.of("abc", "contains", 1L),
                Arguments.of(5L, "contains", 1L),
                Arguments.of(Map.of("a", 1L), "contains", List.of("a")),
                Arguments.of(List.of("a"), "icontains", "a"),
                Arguments.of(NOTHING, "startswith", "a"),
                Arguments.of("10", "lt", 5L),
                Arguments.of(NOTHING, "gt", 5L),
                Arguments.of(Map.of(), "lt", Map.of()),
                Arguments.of("yesterday", "td_lt", 5L),
                Arguments.of(5L, "td_lt", 5L),
                Arguments.of("2026-03-01T12:00:00Z", "td_lt", "soon"),
                Arguments.of(1L, "in", "abc"),
                Arguments.of("a", "in", 5L),
                Arguments.of("x".repeat(60), "regex", "(x+x+)+y\\1"));
    }

    @ParameterizedTest
    @MethodSource("holding")
    void holds(@Nullable Object value, String operator, @Nullable Object pattern) {
        assertThat(asked(value, operator, pattern).result()).isEqualTo(Result.MATCHED);
    }

    @ParameterizedTest
    @MethodSource("notHolding")
    void doesNotHold(@Nullable Object value, String operator, @Nullable Object pattern) {
        assertThat(asked(value, operator, pattern).result()).isEqualTo(Result.NOT_MATCHED);
    }

    @ParameterizedTest
    @MethodSource("failing")
    void cannotBeDecided(@Nullable Object value, String operator, @Nullable Object pattern) {
        Verdict verdict = asked(value, operator, pattern);

        assertThat(verdict.result()).isEqualTo(Result.FAILED);
        assertThat(verdict.errors()).hasSize(1);
    }

    @Test
    void aRegularExpressionThatRunsAwayIsStopped() {
        String text = "x".repeat(60);

        assertThat(asked(text, "regex", "(x+x+)+y\\1").errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("BudgetError", "60 characters", "100 ms"));
    }

    @Test
    void aSearchForALongTextInALongTextIsStoppedBeforeItBegins() {
        String text = "x".repeat(1_000_000);

        assertThat(asked(text, "contains", text).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("BudgetError"));
    }

    @Test
    void aSearchThatTakesTooLongEndsWithItsFirstSlowElement() {
        Map<String, @Nullable Object> slow = Map.of("item", Map.of("type", "regex", "pattern", "(x+x+)+y\\1"));
        List<String> elements = Collections.nCopies(1000, "x".repeat(60));

        Verdict verdict = asked(elements, "search", slow);

        assertThat(verdict.result()).isEqualTo(Result.FAILED);
        assertThat(verdict.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("BudgetError"));
    }

    @Test
    void aFailureSaysWhatWasFoundAndWhatToDo() {
        assertThat(asked("10", "lt", 5L).errors())
                .containsExactly(new Verdict.Failure(
                        "trigger.v lessthan 5",
                        "Compared \"10\" with 5, which have no order. Compare numbers with numbers and texts with"
                                + " texts."));
    }

    private static Verdict asked(@Nullable Object value, String operator, @Nullable Object pattern) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put("v", value);
        payload.put("other", 1L);
        Criterion criterion =
                new Criterion("trigger.v", Operator.named(operator).orElseThrow(), operator, pattern, "any");
        MatchedRule rule = Rules.compiled(Rules.rule("r", criterion));
        return ClauseEvaluator.explain(rule.clauses(), payload, Rules.NOW);
    }
}
