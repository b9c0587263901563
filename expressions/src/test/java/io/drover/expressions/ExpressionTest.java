package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.expressions.ExpressionTree.And;
import io.drover.expressions.ExpressionTree.Comparison;
import io.drover.expressions.ExpressionTree.Constant;
import io.drover.expressions.ExpressionTree.Not;
import io.drover.expressions.ExpressionTree.Opaque;
import io.drover.expressions.ExpressionTree.Operator;
import io.drover.expressions.ExpressionTree.Or;
import io.drover.expressions.ExpressionTree.Path;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Jinja JINJA = Jinja.strict();
    private static final Map<String, Object> EVENT = Map.of(
            "trigger",
            Map.of("body", Map.of("refs", List.of("main", "dev"), "X-Y", 3, "size", 2.5f, "items", List.of(1))));

    @Test
    void givesPlainValues() {
        assertThat(JINJA.expression("1 + 1").evaluate(Map.of())).isEqualTo(2L);
        assertThat(JINJA.expression("2 ** 64").evaluate(Map.of())).isEqualTo(BigInteger.TWO.pow(64));
        assertThat(JINJA.expression("1 / 2").evaluate(Map.of())).isEqualTo(0.5);
        assertThat(JINJA.expression("'a' ~ 1").evaluate(Map.of())).isEqualTo("a1");
        assertThat(JINJA.expression("1 < 2").evaluate(Map.of())).isEqualTo(true);
        assertThat(JINJA.expression("none").evaluate(Map.of())).isNull();
        assertThat(JINJA.expression("[1, none, 'a']").evaluate(Map.of())).isEqualTo(Arrays.asList(1L, null, "a"));
        assertThat(JINJA.expression("{'a': [1]}").evaluate(Map.of())).isEqualTo(Map.of("a", List.of(1L)));
        assertThat(JINJA.expression("range(3) | map('string')").evaluate(Map.of()))
                .isEqualTo(List.of("0", "1", "2"));
        assertThat(JINJA.expression("'<b>' | escape").evaluate(Map.of())).isEqualTo("&lt;b&gt;");
    }

    @Test
    void readsAnyKindOfNumberAsOneOfThree() {
        assertThat(JINJA.expression("trigger.body['X-Y']").evaluate(EVENT)).isEqualTo(3L);
        assertThat(JINJA.expression("trigger.body.size").evaluate(EVENT)).isEqualTo(2.5);
    }

    @ParameterizedTest
    @CsvSource({
        "0, false",
        "1, true",
        "0.0, false",
        "'', false",
        "none, false",
        "[], false",
        "{}, false",
        "[0], true",
        "range(0), false",
        "trigger.body.refs, true",
        "'main' in trigger.body.refs, true",
        "trigger.body['X-Y'] > 3, false",
    })
    void isTrueAsInPython(String text, boolean expected) {
        assertThat(JINJA.expression(text.isEmpty() ? "''" : text).test(EVENT)).isEqualTo(expected);
    }

    @Test
    void failsOnAnUndefinedNameWhenStrict() {
        assertThatThrownBy(() -> JINJA.expression("nope").evaluate(Map.of()))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("'nope' is undefined");
        assertThatThrownBy(() -> JINJA.expression("nope").test(Map.of())).isInstanceOf(ExpressionException.class);
        assertThat(JINJA.expression("nope is defined").test(Map.of())).isFalse();
        assertThat(JINJA.expression("nope | default(3)").evaluate(Map.of())).isEqualTo(3L);
    }

    @Test
    void takesAnUndefinedNameForNothingWhenLenient() {
        assertThat(Jinja.lenient().expression("nope").evaluate(Map.of())).isNull();
        assertThat(Jinja.lenient().expression("nope").test(Map.of())).isFalse();
        assertThat(Jinja.lenient()
                        .template("a{{ nope }}b{% for i in nope %}{{ i }}{% endfor %}")
                        .render(Map.of()))
                .isEqualTo("ab");
    }

    @Test
    void tellsNullFromUndefined() {
        Map<String, @Nullable Object> context = new HashMap<>();
        context.put("x", null);

        assertThat(JINJA.expression("x is defined and x is none").test(context)).isTrue();
        assertThat(JINJA.expression("x | default(3)").evaluate(context)).isNull();
    }

    @Test
    void isKeptForTheNextUse() {
        assertThat(JINJA.expression("1 + 2 + 3")).isSameAs(JINJA.expression("1 + 2 + 3"));
    }

    @Test
    void takesMoreFiltersAndFunctions() {
        Jinja more = JINJA.withFilter(
                        "twice",
                        arguments -> List.of(
                                arguments.positional().get(0),
                                arguments.positional().get(0)))
                .withFunction("answer", arguments -> 42L);

        assertThat(more.expression("1 | twice").evaluate(Map.of())).isEqualTo(List.of(1L, 1L));
        assertThat(more.expression("answer()").evaluate(Map.of())).isEqualTo(42L);
        assertThat(more.expression("answer()").undeclaredVariables()).isEmpty();
    }

    @Test
    void namesTheVariablesItReads() {
        assertThat(JINJA.expression("a.b + c[d] if e else range(f)|map('string')|join(g)")
                        .undeclaredVariables())
                .containsExactlyInAnyOrder("a", "c", "d", "e", "f", "g");
    }

    @Test
    void showsAConjunctionAsItsParts() {
        ExpressionTree tree = JINJA.expression("trigger.a == 1 and not b and (c or 'x' in d) and e is defined")
                .tree();

        assertThat(tree).isInstanceOfSatisfying(And.class, and -> {
            assertThat(and.operands()).hasSize(4);
            assertThat(and.operands().get(0)).isInstanceOfSatisfying(Comparison.class, comparison -> {
                assertThat(comparison.text()).isEqualTo("trigger.a == 1");
                assertThat(comparison.operator()).isEqualTo(Operator.EQ);
                assertThat(comparison.left()).isInstanceOfSatisfying(Path.class, path -> {
                    assertThat(path.root()).isEqualTo("trigger");
                    assertThat(path.steps()).containsExactly("a");
                });
                assertThat(comparison.right())
                        .isInstanceOfSatisfying(
                                Constant.class, one -> assertThat(one.value()).isEqualTo(1L));
            });
            assertThat(and.operands().get(1))
                    .isInstanceOfSatisfying(
                            Not.class, not -> assertThat(not.operand()).isInstanceOf(Path.class));
            assertThat(and.operands().get(2))
                    .isInstanceOfSatisfying(
                            Or.class,
                            or -> assertThat(or.operands())
                                    .extracting(ExpressionTree::text)
                                    .containsExactly("c", "'x' in d"));
            assertThat(and.operands().get(3)).isInstanceOf(Opaque.class);
        });
    }

    @Test
    void showsAChainOfComparisonsAsTwo() {
        ExpressionTree tree = JINJA.expression("1 < a.b <= 9").tree();

        assertThat(tree)
                .isInstanceOfSatisfying(
                        And.class,
                        and -> assertThat(and.operands())
                                .extracting(ExpressionTree::text)
                                .containsExactly("1 < a.b", "a.b <= 9"));
    }

    @Test
    void showsNamesAndPositionsOfAPath() {
        ExpressionTree tree =
                JINJA.expression("trigger.body['X-Y'].refs[0][-1]").tree();

        assertThat(tree).isInstanceOfSatisfying(Path.class, path -> {
            assertThat(path.root()).isEqualTo("trigger");
            assertThat(path.steps()).containsExactly("body", "X-Y", "refs", 0L, -1L);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.items == 1",
                "a.keys == 1",
                "a.upper() == 'X'",
                "a | int == 1",
                "a[b] == 1",
                "a + 1 == 2",
                "a.__class__ == 1",
                "a[1:2] == 1",
            })
    void takesNothingElseForAPath(String text) {
        ExpressionTree tree = JINJA.expression(text).tree();

        assertThat(tree)
                .isInstanceOfSatisfying(
                        Comparison.class,
                        comparison -> assertThat(comparison.left()).isInstanceOf(Opaque.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trigger.body['X-Y'] == 3 and 'main' in trigger.body.refs and trigger.body.size < 3",
                "not trigger.body.refs or trigger.body.size is number",
                "1 < trigger.body['X-Y'] < 3 or (trigger.body.refs | length) == 2",
                "trigger.body.size not in [1, 2] and trigger.body.size is not none",
            })
    void hasPartsThatGiveTogetherWhatTheWholeGives(String text) {
        Expression expression = JINJA.expression(text);

        assertThat(truth(expression.tree())).isEqualTo(expression.test(EVENT));
    }

    private static boolean truth(ExpressionTree tree) {
        if (tree instanceof And and) {
            return and.operands().stream().allMatch(ExpressionTest::truth);
        }
        if (tree instanceof Or or) {
            return or.operands().stream().anyMatch(ExpressionTest::truth);
        }
        if (tree instanceof Not not) {
            return !truth(not.operand());
        }
        return tree.expression().test(EVENT);
    }
}
