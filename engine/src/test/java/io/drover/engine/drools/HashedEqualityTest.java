package io.drover.engine.drools;

import static io.drover.engine.match.Rules.STATE;
import static io.drover.engine.match.Rules.compiled;
import static io.drover.engine.match.Rules.criterion;
import static io.drover.engine.match.Rules.event;
import static io.drover.engine.match.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.MatchedRule;
import io.drover.model.rule.Rule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From three equalities on one field on, Drools looks a value up in a hash table and does not compare any more. A product on
 * Drools was seen to change the meaning of its rules by that, and to mix up fields whose names hash alike.
 */
class HashedEqualityTest {
    /** Texts and numbers that look alike, are equal though written otherwise, or have equal hash codes. */
    private static final List<Object> VALUES = List.of(
            1L,
            "1",
            1.0,
            "1.0",
            true,
            0L,
            -0.0,
            false,
            "true",
            "Aa",
            "BB",
            "AaAa",
            "AaBB",
            "BBBB",
            "",
            2147483647L,
            2147483648L,
            2147483648.0,
            -2147483649L,
            4294967296L,
            // the two halves of a long are its hash code: these hash as 0 and as 1 do
            4294967297L,
            8589934593L,
            9007199254740992L,
            9007199254740992.0,
            9007199254740993L,
            9223372036854775807L,
            new BigInteger("9223372036854775808"),
            Math.scalb(1.0, 63),
            0.1,
            "0.1");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8, 9, 100})
    void equalityMeansTheSameHoweverManyRulesAskForIt(int count) {
        for (Object asked : VALUES) {
            try (DroolsRuleMatcher matcher = new DroolsRuleMatcher(Assertions::fail)) {
                fill(matcher, count - 1);
                matcher.put(compiled(rule("asked", criterion("trigger.v", "eq", asked))));

                for (Object found : VALUES) {
                    assertThat(names(matcher, Map.of("v", found)).contains("asked"))
                            .as("%s eq %s among %d rules", found, asked, count)
                            .isEqualTo(equal(asked, found));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8, 9, 100})
    void anExpressionMeansWhatACriterionMeansHoweverManyRulesThereAre(int count) {
        Map<String, Object> literals = new HashMap<>();
        literals.put("1", 1L);
        literals.put("'1'", "1");
        literals.put("1.0", 1.0);
        literals.put("true", true);
        literals.put("2147483648", 2147483648L);
        literals.put("4294967297", 4294967297L);
        literals.put("'Aa'", "Aa");
        try (DroolsRuleMatcher matcher = new DroolsRuleMatcher(Assertions::fail)) {
            fill(matcher, count - 1);
            Map<String, Object> byRule = new HashMap<>();
            literals.forEach((literal, value) -> {
                String name = "r" + byRule.size();
                byRule.put(name, value);
                matcher.put(where(name, "trigger.v == " + literal));
            });

            for (Object found : VALUES) {
                List<String> names = names(matcher, Map.of("v", found));
                byRule.forEach((name, asked) -> assertThat(names.contains(name))
                        .as("%s == %s among %d rules", found, asked, count)
                        .isEqualTo(equal(asked, found)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8, 9, 100})
    void fieldsWhoseNamesHashAlikeAreNotMixedUp(int count) {
        assertThat("Aa").hasSameHashCodeAs("BB");
        assertThat("AaAa").hasSameHashCodeAs("BBBB");
        List<String> fields = List.of("Aa", "BB", "AaAa", "AaBB", "BBAa", "BBBB");
        try (DroolsRuleMatcher matcher = new DroolsRuleMatcher(Assertions::fail)) {
            for (String field : fields) {
                for (int i = 0; i < count; i++) {
                    matcher.put(compiled(rule(field + i, criterion("trigger." + field, "eq", "y" + i))));
                }
            }

            for (String field : fields) {
                assertThat(names(matcher, Map.of(field, "y0"))).containsExactly(field + "0");
                assertThat(names(matcher, Map.of(field, "y" + (count - 1)))).containsExactly(field + (count - 1));
                assertThat(names(matcher, Map.of(field, "none"))).isEmpty();
            }
            assertThat(names(matcher, Map.of("Aa", "y0", "BB", "none"))).containsExactly("Aa0");
        }
    }

    @Test
    void equalityKeepsItsMeaningWhileRulesComeAndGo() {
        try (DroolsRuleMatcher matcher = new DroolsRuleMatcher(Assertions::fail)) {
            matcher.put(compiled(rule("asked", criterion("trigger.v", "eq", 0L))));
            List<Integer> sizes = List.of(1, 2, 3, 9, 4, 3, 2, 1, 0, 5);
            int there = 0;
            for (int size : sizes) {
                for (; there < size; there++) {
                    matcher.put(filler(there));
                }
                for (; there > size; there--) {
                    matcher.remove(filler(there - 1).ref());
                }

                assertThat(names(matcher, Map.of("v", 0.0)))
                        .as("beside %d", size)
                        .containsExactly("asked");
                assertThat(names(matcher, Map.of("v", -0.0))).containsExactly("asked");
                assertThat(names(matcher, Map.of("v", false))).containsExactly("asked");
                assertThat(names(matcher, Map.of("v", "0"))).isEmpty();
            }
        }
    }

    private static void fill(DroolsRuleMatcher matcher, int others) {
        for (int i = 0; i < others; i++) {
            matcher.put(filler(i));
        }
    }

    private static MatchedRule filler(int number) {
        return compiled(rule("filler" + number, criterion("trigger.v", "eq", "filler" + number)));
    }

    private static MatchedRule where(String name, String condition) {
        Rule rule = rule(name, Rule.Type.STANDARD, 0, STATE, condition, List.of());
        return MatchedRule.of(rule, 1, new JinjaLanguage());
    }

    /** As Python says it: by the value of numbers, and a text is never a number. */
    private static boolean equal(Object one, Object other) {
        if (one instanceof String || other instanceof String) {
            return one.equals(other);
        }
        return number(one).compareTo(number(other)) == 0;
    }

    private static BigDecimal number(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value instanceof Double real ? new BigDecimal(real) : new BigDecimal(value.toString());
    }

    private static List<String> names(DroolsRuleMatcher matcher, Map<String, ? extends @Nullable Object> payload) {
        List<String> names = new ArrayList<>();
        matcher.match(List.of(event(new HashMap<String, @Nullable Object>(payload))))
                .matches()
                .forEach(match -> names.add(match.rule().name()));
        return names;
    }
}
