package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** YAQL comes with packs and with data: none may reach the machine it runs on, or keep it busy. */
class HostileYaqlTest {
    private static final Yaql YAQL = Yaql.standard();
    private static final Yaql HURRIED =
            YAQL.withBudget(Budget.standard().withTime(Duration.ofMillis(300)).withSteps(50_000));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$.class",
                "$.getClass()",
                "$.a.getClass().forName('java.lang.Runtime')",
                "''.getClass()",
                "$.entrySet()",
                "[1].stream()",
                "__import__('os')",
                "$.a.__class__",
                "call(getClass, [], {}, 'a')",
                "call('java.lang.Runtime', [], {})",
                "'{0.__class__}'.format(1)",
                "now().getClass()",
                "open('/etc/passwd')",
            })
    void reachesNothingButTheDataItIsGiven(String text) {
        assertThatThrownBy(() -> YAQL.expression(text).evaluate(Map.of("a", 1L)))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void refusesAnObjectThatIsNoValue() {
        Map<String, Object> context = Map.of("thread", Thread.currentThread());

        assertThatThrownBy(() -> YAQL.expression("$.thread").evaluate(context))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("TypeError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequence().toList()",
                "sequence().len()",
                "sequence().last()",
                "sequence()",
                "sequence().where($ < 0).first()",
                "range(1000000000).sum()",
                "range(1000000000).toList()",
                "1.repeat()",
                "'x'.repeat(1000000000).join('')",
                "[1, 2].cycle().toSet()",
                "[1].cycle().orderBy($)",
                "generate(0, true, $ + 1).len()",
                "generate(0, true, $ + 1).memorize().len()",
                "generateMany(1, [$, $]).len()",
                "generateMany(1, [$ + 1, $ + 2], decycle => true).len()",
                "sequence().slice(1000000000).first()",
                "sequence().groupBy($)",
                "sequence().splitAt(3)",
                "sequence().flatten().last()",
                "sequence().zip(sequence()).last()",
                "sequence().join(sequence(), false, 1).first()",
                "sequence().accumulate($1 + $2).last()",
                "sequence().reverse()",
                "sequence().distinct().last()",
                "sequence().takeWhile(true).count()",
                "sequence().skip(1000000000).first()",
                "sequence().indexOf(-1)",
                "sequence().any($ < 0)",
                "-1 in sequence()",
                "sequence().unpack() -> $1",
                "list(sequence())",
                "set(sequence())",
                "dict(sequence().select([$, $]))",
                "[] + sequence() + [1]",
                "'x' * 1000000000",
                "1000000000 * 'x'",
                "[0] * 1000000000",
                "pow(9, pow(9, 9))",
                "shiftBitsLeft(1, 1000000000)",
                "def(f, f($ + 1)) -> f(1)",
                "def(f, f($) + f($)) -> f(1)",
                "def(f, [f($)]) -> f(1)",
                "let(a => 'xxxxxxxxxxxxxxxx') -> range(100).aggregate($1 + $1, $a)",
                "range(40).aggregate([$1, $1], 1)",
                "range(40).aggregate([$1, $1], 1) = range(40).aggregate([$1, $1], 1)",
                "[range(40).aggregate([$1, $1], 1)].distinct()",
                "str(range(40).aggregate([$1, $1], 1))",
                "range(200).aggregate([$1], 1)",
                "range(20000).aggregate($1.select($), [1])",
                "range(20000).aggregate({a => $1}, {}).mergeWith(range(20000).aggregate({a => $1}, {}))",
                "('x' * 100000) =~ '(?=x)(x|xx)+y'",
                "regex('(x+x+)+\\\\1y').search('x' * 100000)",
                "regex('x').replaceBy('x' * 100000, 'y' * 100000)",
                "('x' * 100000).replace('x', 'y' * 100000)",
                "('x' * 100000).toCharArray().select($ * 1000000).join('')",
                "'a'.repeat(40000).select('x' * 100000).toList()",
                "int('9' * 100000)",
                "now().format('%Y' * 10000000)",
            })
    void stopsWhatWouldTakeTheMachineWithIt(String text) {
        ExpressionException failure = catchThrowableOfType(
                ExpressionException.class, () -> HURRIED.expression(text).evaluate(null));

        assertThat(failure).as(text).isNotNull();
    }

    @Test
    void namesTheLimitThatWasReached() {
        ExpressionException failure = catchThrowableOfType(
                ExpressionException.class,
                () -> YAQL.expression("sequence().toList()").evaluate(null));

        assertThat(failure.isOverBudget()).isTrue();
        assertThat(failure).hasMessageContaining("more than 1000000 steps").hasMessageContaining("smaller");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{a => ", "f(", "not ", "-", "a[", "1 + (", "let(1) -> ", "$.where("})
    void stopsAnyKindOfNesting(String opening) {
        assertThatThrownBy(() -> YAQL.expression(opening.repeat(50_000))).isInstanceOf(ExpressionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" + 1", ".a", "?.a", "[0]", ".abs()", " and 1", " or 1", " = 1", ".select($)"})
    void survivesALongChain(String link) {
        String text = "$" + link.repeat(20_000);

        try {
            YAQL.expression(text).evaluate(1L);
        } catch (ExpressionException refused) {
            assertThat(refused.kind()).isNotEmpty();
        }
    }

    @Test
    void survivesDataThatHoldsItself() {
        Map<String, Object> loop = new HashMap<>();
        loop.put("self", loop);

        assertThatThrownBy(() -> YAQL.expression("str($)").evaluate(loop)).isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> YAQL.expression("set($)").evaluate(loop)).isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> YAQL.expression("$.foo()").evaluate(loop)).isInstanceOf(ExpressionException.class);
    }

    @Test
    void leavesTheCallersDataAsItIs() {
        Map<String, Object> data = Map.of("list", List.of(3L, 1L), "map", Map.of("a", 1L));

        Object changed = YAQL.expression("[$.list.insert(0, 9), $.map.set(a, 2), $.map.delete(a), $.list.reverse()]")
                .evaluate(data);

        assertThat(changed).isEqualTo(List.of(List.of(9L, 3L, 1L), Map.of("a", 2L), Map.of(), List.of(1L, 3L)));
        assertThat(data).isEqualTo(Map.of("list", List.of(3L, 1L), "map", Map.of("a", 1L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}[$.token]",
                "{}.get($.token).nope()",
                "int($.token)",
                "float($.token)",
                "$.token.nope()",
                "[$.token].nope()",
                "{a => $.token}.nope()",
                "dict([[$.token]])",
                "datetime($.token)",
                "datetime('2020', $.token)",
                "assert($.token, false, $.token)",
            })
    void neverCutsThroughAValueInAMessageAsThatWouldHideItFromTheMask(String expression) {
        for (int length : List.of(90, 190, 240, 960, 3_000)) {
            String token = "s3cr" + "x".repeat(length - 4);

            ExpressionException failure = catchThrowableOfType(
                    ExpressionException.class, () -> YAQL.expression(expression).evaluate(Map.of("token", token)));

            assertThat(failure).as(expression).isNotNull();
            assertThat(failure.message()).hasSizeLessThan(2000);
            assertThat((failure.message() + failure.found()).replace(token, "")).doesNotContain("s3cr", "xxx");
        }
    }

    @Test
    void namesNoLongKeysOfAMappingThatLacksOne() {
        assertThat(found(Map.of("short", 1L))).isEqualTo("The keys are short.");
        assertThat(found(Map.of("short", 1L, "x".repeat(100), 2L))).isEqualTo("The keys are short and others.");
        assertThat(found(Map.of("x".repeat(100), 2L))).isEqualTo("The keys are too long to be shown.");
        assertThat(found(Map.of())).isEqualTo("There are no keys.");
    }

    private static String found(Map<String, Object> data) {
        return catchThrowableOfType(
                        ExpressionException.class,
                        () -> YAQL.expression("$.gone").evaluate(data))
                .found();
    }
}
