package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the recorded answers do not show. */
class YaqlTest {
    private static final Map<String, Object> DATA = Map.of("l", List.of(1, 2, 3), "d", Map.of("a", 1));

    private static String text(String expression) {
        return PythonText.str(Yaql.standard().expression(expression).evaluate(DATA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "str($.l) ==> (1, 2, 3)",
                "str('a b'.split()) ==> ['a', 'b']",
                "str([null, true, 1.0, 'q']) ==> (None, True, 1.0, 'q')",
                "$.l = [1, 2, 3] ==> True",
                "'a b'.split() = [a, b] ==> False",
                "$.d = {a => 1.0} ==> True",
                "$.d.keys() = set(a) ==> True",
                "[[1, 2], [1, 2.0], [true, 2]].distinct() ==> [[1, 2]]",
                "[{a => 1}, {a => 1}].distinct() ==> [{'a': 1}]",
            })
    void takesListsForTuplesAsTheOriginalDoes(String expression, String value) {
        assertThat(text(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "let(range(4)) -> $.sum() + $.len() ==> 6",
                "let(range(4).memorize()) -> $.sum() + $.len() ==> 10",
                "let([3, 1, 2].orderBy($)) -> $.toList() + $.toList() ==> [1, 2, 3, 1, 2, 3]",
                "let($.l.select($)) -> [isList($), isIterable($)] ==> [False, True]",
            })
    void readsALazySequenceOnce(String expression, String value) {
        assertThat(text(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "def(f, switch($ <= 1 => 1, true => $ * f($ - 1))) -> f(20) ==> 2432902008176640000",
                "let(a => 1) -> let(b => 2) -> $a + $b ==> 3",
                "let(1) -> let(2) -> $ ==> 2",
                "call(let, [1, 2], {a => 3}) -> $1 + $a ==> 4",
                "call(toUpper, [], {}, 'abc') ==> ABC",
                "[[1, 2], [3, 4]].select($.unpack(a, b) -> $a * $b) ==> [2, 12]",
                "range(1, 3).select(let(a => $) -> $a + 1) ==> [2, 3]",
                "coalesce(null, 1, nothing()) ==> 1",
            })
    void namesValuesAndFunctions(String expression, String value) {
        assertThat(text(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "[5, 6].insert(1, 9) ==> [5, 9, 6]",
                "[5, 6].insert(9, 9) ==> [5, 6, 9]",
                "[5, 6].insertMany(-1, [1, 2]) ==> [1, 2, 5, 6]",
                "range(5).delete(1, 2) ==> [0, 3, 4]",
                "range(5).replaceMany(1, [7, 8], 3) ==> [0, 7, 8, 4]",
                "range(5).replace(3, 9, -1) ==> [0, 1, 2, 9]",
                "[1, 2, 3, 4, 5, 6, 7].splitWhere($ mod 3 = 0) ==> [[1, 2], [4, 5], [7]]",
                "[1, 2, 3, 4, 5, 6, 7].sliceWhere($ mod 3 = 0) ==> [[1, 2], [3], [4, 5], [6], [7]]",
                "range(1, 6).slice(2) ==> [[1, 2], [3, 4], [5]]",
                "[1, [2, [3, set(4)]]].flatten() ==> [1, 2, 3, 4]",
                "[[3, c], [2, b], [1, c]].orderBy($[1]).thenByDescending($[0]) ==> [[2, 'b'], [3, 'c'], [1, 'c']]",
                "generateMany(1, {1 => [2, 3], 2 => [4]}.get($, []), depthFirst => true) ==> [1, 2, 4, 3]",
                "[1, 2, 3, 4].groupBy($ mod 2, aggregator => $.sum()) ==> [[1, 4], [0, 6]]",
                "[1, 2, 3, 4].groupBy($ mod 2, $, [$[0], $[1].sum()]) ==> [[1, 4], [0, 6]]",
                "{a => 1, b => 2, c => [1, 2]}.mergeWith({d => 5, b => 3, c => [2, 3]}) ==> {'a': 1, 'b': 3, 'c': [1, 2, 3], 'd': 5}",
                "[].defaultIfEmpty([1]) + [2].where(false).defaultIfEmpty([3]) ==> [1, 3]",
                "[1, 2].zip([3, 4], [5]) ==> [[1, 3, 5]]",
                "selectAllCases(1 > 2, 2 > 1, true) ==> [1, 2]",
                "[0, [1, 2], 3].selectMany($) ==> [0, 1, 2, 3]",
                "[1, 2].accumulate($1 + $2, 10) ==> [10, 11, 13]",
            })
    void cutsAndJoinsCollections(String expression, String value) {
        assertThat(text(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "datetime(2015, 9, 29, 16, 30).format('%A, %d. %B %Y %I:%M%p %j %z') ==> Tuesday, 29. September 2015 04:30PM 272 +0000",
                "str(datetime('29.8?2015', '%d.%m?%Y')) ==> 2015-08-29 00:00:00+00:00",
                "str(datetime('2015-08-29T10:20:30.5+02:00')) ==> 2015-08-29 10:20:30.500000+02:00",
                "str(datetime('Thu, 02 Jan 2020 03:04:05 +0000')) ==> 2020-01-02 03:04:05+00:00",
                "str(datetime('Jan 2, 2020 3:04 pm')) ==> 2020-01-02 15:04:00+00:00",
                "str(datetime('20200102T030405Z')) ==> 2020-01-02 03:04:05+00:00",
                "str(datetime('1/2/2020')) ==> 2020-01-02 00:00:00+00:00",
                "str(datetime('10:30')) ==> 2026-02-03 10:30:00+00:00",
                "str(now()) ==> 2026-02-03 04:05:06+00:00",
                "str(datetime(1256953732)) ==> 2009-10-31 01:48:52+00:00",
                "datetime(2006, 11, 21, 16, 30).timestamp ==> 1164126600.0",
                "datetime(2006, 11, 21, 16, 30, offset => timespan(hours => 3)).utc.hour ==> 13",
                "str(datetime(2015, 9, 29).replace(year => 2014, offset => timespan(hours => 1))) ==> 2014-09-29 00:00:00+01:00",
                "datetime(2006, 11, 21, 16, 30).time.hours ==> 16.5",
                "(timespan(days => 1) * 1.5).hours ==> 36.0",
                "timespan(hours => 24) / timespan(hours => 12) ==> 2.0",
                "(timespan(hours => 24) / 2).hours ==> 12.0",
                "(-timespan(hours => 24)).days ==> -1.0",
                "datetime(2020, 1, 1) = datetime(2020, 1, 1, 1, offset => timespan(hours => 1)) ==> True",
                "not timespan() ==> True",
            })
    void knowsDatesAndTimeSpans(String expression, String value) {
        Yaql yaql = Yaql.standard().withClock(Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC));

        assertThat(PythonText.str(yaql.expression(expression).evaluate(null))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "regex('(a)|(b)').split('1a2b3') ==> ['1', 'a', None, '2', None, 'b', '3']",
                "regex('^b', multiLine => true).search(\"a\\nb\") ==> b",
                "regex('A.b', ignoreCase => true, dotAll => true).matches(\"a\\nb\") ==> True",
                "'abcadc'.replaceBy(regex('a(.)c'), $2.value.toUpper()) ==> BD",
                "'aXbX'.replace(regex('X'), '<`\\g<0>`>', 1) ==> a<`X`>bX",
                "regex('l').searchAll('hello', $.start) ==> [2, 3]",
                "regex('☃').search('𝄞☃', $.start) ==> 1",
                "escapeRegex('a.b c') ==> a\\.b\\ c",
                "`a\\`b` ==> a`b",
                "'\\N{SNOWMAN}\\d' ==> ☃\\d",
                "'abcd'.substring(-3, 2) + 'abcd'.substring(2) ==> bccd",
                "'cabcdab'.indexOf(ab, 2) ==> 5",
                "'cabcdbc'.lastIndexOf('bc', 2, 5) ==> 5",
                "'|'.join([null, true, [1]]) ==> null|true|(1,)",
            })
    void knowsTextsAndRegularExpressions(String expression, String value) {
        assertThat(text(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "-7 / 2 ==> -4",
                "7.0 / 2 ==> 3.5",
                "round(2.5) ==> 2.0",
                "round(25, -1) ==> 20",
                "pow(3, 2, 5) ==> 4",
                "pow(2, -1) ==> 0.5",
                "bitwiseNot(6) ==> -7",
                "shiftBitsRight(-8, 1) ==> -4",
                "sign(-2.5) ==> -1",
                "max(null, 1) ==> 1",
                "isInteger(true) ==> False",
                "int(' 7 ') ==> 7",
            })
    void calculatesAsPythonDoes(String expression, String value) {
        assertThat(text(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "concat() ==> AmbiguousFunctionException",
                "range(, 5) ==> NoMatchingFunctionException",
                "timespan(hours => 1.5) ==> NoMatchingFunctionException",
                "let(1) ==> TypeError",
                "['a b'.split()].distinct() ==> TypeError",
                "list((a) => 1) ==> MappingTranslationException",
                "$.l.join([1], $1) ==> NoMatchingMethodException",
                "len(1) ==> NoMatchingFunctionException",
                "not(true) ==> NoFunctionRegisteredException",
                "datetime(2020, 2, 30) ==> ValueError",
                "datetime('soon') ==> ParserError",
                "1.assert($ > 1, 'too small') ==> AssertionError",
                "regex('(') ==> error",
            })
    void saysWhatKindOfMistakeItIs(String expression, String kind) {
        assertThatThrownBy(() -> text(expression))
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "f(1,) ==> Parse error: unexpected ')' at position 4 of expression 'f(1,)'",
                "f(a => 1, 2) ==> Parse error: unexpected ')' at position 11 of expression 'f(a => 1, 2)'",
                "f(, a => 1) ==> Parse error: unexpected '=>' at position 6 of expression 'f(, a => 1)'",
                "1 <> 2 ==> Parse error: unexpected '>' at position 3 of expression '1 <> 2'",
                "1 2 @ ==> Parse error: unexpected '2' at position 2 of expression '1 2 @'",
                "1e3 ==> Lexical error: illegal character '1' at position 0",
                "x ? y ==> Lexical error: illegal character '?' at position 2",
            })
    void tellsWhereATextIsNoExpression(String expression, String message) {
        assertThatThrownBy(() -> Yaql.standard().expression(expression))
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        failure -> assertThat(failure.message()).isEqualTo(message));
    }

    @Test
    void callsFunctionsFromOutsideWithNamesInCamelCase() {
        Yaql yaql = Yaql.standard()
                .withFunction(
                        "add", Signature.function("add(a, second_one=5)", (meter, a) -> (Long) a[0] + (Long) a[1]));

        assertThat(yaql.expression("add(1) + add(1, secondOne => 2)").evaluate(null))
                .isEqualTo(9L);
    }
}
