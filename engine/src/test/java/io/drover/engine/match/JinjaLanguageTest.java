package io.drover.engine.match;

import static io.drover.engine.match.Rules.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.match.RuleLanguage.Condition;
import io.drover.engine.match.RuleLanguage.Same;
import io.drover.model.rule.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JinjaLanguageTest {
    private final JinjaLanguage language = new JinjaLanguage();

    @Test
    void aPatternKeepsTheTypeOfItsLastExpression() throws ClauseFailure {
        Map<String, @Nullable Object> trigger =
                Map.of("count", 5L, "ratio", 0.5, "on", true, "name", "anna", "number", "7", "list", List.of(1L, "x"));

        assertThat(pattern("{{ trigger.count }}", trigger)).isEqualTo(5L);
        assertThat(pattern("{{ trigger.ratio }}", trigger)).isEqualTo(0.5);
        assertThat(pattern("{{ trigger.on }}", trigger)).isEqualTo(true);
        assertThat(pattern("{{ trigger.name }}", trigger)).isEqualTo("anna");
        assertThat(pattern("{{ trigger.list }}", trigger)).isEqualTo(List.of(1L, "x"));
        assertThat(pattern("{{ (trigger.count + 1) }}", trigger)).isEqualTo(6L);
        assertThat(pattern("{{- trigger.count -}}", trigger)).isEqualTo(5L);
    }

    @Test
    void asInStackStormTheTypeIsThatOfTheLastOperandAlone() {
        assertThatThrownBy(() -> pattern("{{ trigger.count + 1 }}", Map.of("count", 5L)))
                .isInstanceOf(ClauseFailure.class)
                .hasMessageContaining("TypeError");
    }

    @Test
    void aTextInQuotesStaysAText() throws ClauseFailure {
        assertThat(pattern("{{ trigger.number }}", Map.of("number", "7"))).isEqualTo("7");
    }

    @Test
    void whatReadsAsJsonOnlyAsAWholeIsTakenAsJson() throws ClauseFailure {
        assertThat(pattern("1{{ trigger.count }}", Map.of("count", 5L))).isEqualTo(15L);
        assertThat(pattern("[{{ trigger.count }}, {{ trigger.count }}]", Map.of("count", 5L)))
                .isEqualTo(List.of(5L, 5L));
    }

    @Test
    void whatIsNoJsonIsTheRenderedText() throws ClauseFailure {
        assertThat(pattern("host-{{ trigger.name }}", Map.of("name", "a"))).isEqualTo("host-a");
        assertThat(pattern("{% if trigger.name %}yes{% endif %}", Map.of("name", "a")))
                .isEqualTo("yes");
    }

    @Test
    void nullStaysNull() throws ClauseFailure {
        Map<String, @Nullable Object> trigger = new HashMap<>();
        trigger.put("nothing", null);

        assertThat(pattern("{{ trigger.nothing }}", trigger)).isNull();
    }

    @Test
    void aPatternThatNeedsWhatIsNotThereFails() {
        assertThatThrownBy(() -> pattern("{{ trigger.nothing }}", Map.of()))
                .isInstanceOf(ClauseFailure.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void whatIsNoTemplateIsTold() {
        assertThatThrownBy(() -> language.pattern("{{ trigger. }}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{{ trigger. }}");
    }

    @Test
    void aWhereIsSplitAtItsConjunctions() {
        List<Condition> conditions =
                language.where("trigger.host == 'a' and (trigger.size > 3 or trigger.on) and trigger.list[0] == 1");

        assertThat(conditions).hasSize(3);
        assertThat(conditions.get(0)).isInstanceOfSatisfying(Same.class, same -> {
            assertThat(same.path().text()).isEqualTo("trigger.host");
            assertThat(same.constant()).isEqualTo("a");
        });
        assertThat(conditions.get(1)).isInstanceOf(RuleLanguage.Test.class);
        assertThat(conditions.get(2))
                .isInstanceOfSatisfying(
                        Same.class, same -> assertThat(same.constant()).isEqualTo(1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"items", "keys", "values", "get", "update", "pop", "copy"})
    void aMethodOfMappingsHidesAMemberAndIsNotIndexed(String method) throws ClauseFailure {
        String condition = "trigger." + method + " == 5";

        assertThat(language.where(condition)).singleElement().isInstanceOf(RuleLanguage.Test.class);
        assertThat(holds(condition, Map.of(method, 5L))).isFalse();
        assertThat(holds("trigger['" + method + "'] == 5", Map.of(method, 5L))).isTrue();
        assertThat(language.where("trigger['" + method + "'] == 5"))
                .singleElement()
                .isInstanceOf(Same.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trigger.host == 'a' => true",
                "'a' == trigger.host => true",
                "trigger.host != 'a' => false",
                "trigger.size > 3 => true",
                "3 < trigger.size < 5 => true",
                "trigger.size in [4, 5] => true",
                "trigger.host is defined => true",
                "trigger.other is defined => false",
                "trigger.other => false",
                "trigger.other == 'a' => false",
                "not trigger.on => false",
                "trigger.host | upper == 'A' => true",
                "trigger.list[-1] == 'y' => true",
                "trigger.list | length == 2 and trigger.on => true"
            })
    void saysWhetherAConditionHolds(String line) throws ClauseFailure {
        int arrow = line.indexOf(" => ");
        boolean expected = Boolean.parseBoolean(line.substring(arrow + 4));
        Map<String, @Nullable Object> trigger = Map.of("host", "a", "size", 4L, "on", true, "list", List.of("x", "y"));

        assertThat(holds(line.substring(0, arrow), trigger)).isEqualTo(expected);
    }

    @Test
    void whatIsUndefinedIsFalseWithARemark() throws ClauseFailure {
        Remarks remarks = new Remarks();
        TestContext context = TestContext.of(Map.of(), NOW, remarks);
        RuleLanguage.Test test =
                (RuleLanguage.Test) language.where("trigger.attempt > 3").get(0);

        boolean holds = test.test().holds(context);

        assertThat(holds).isFalse();
        assertThat(remarks.all).singleElement().asString().contains("attempt");
    }

    @Test
    void whatCannotBeComparedFails() {
        assertThatThrownBy(() -> holds("trigger.size > 3", Map.of("size", "x"))).isInstanceOf(ClauseFailure.class);
    }

    @Test
    void whatTakesTooLongIsStopped() {
        assertThatThrownBy(() -> holds("range(90000) | sum > trigger.n", Map.of("n", 1L)))
                .isInstanceOfSatisfying(
                        ClauseFailure.class,
                        failure -> assertThat(failure.isOverBudget()).isTrue())
                .hasMessageContaining("BudgetError");
    }

    @Test
    void whatIsNoExpressionIsTold() {
        assertThatThrownBy(() -> language.where("trigger.host =="))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trigger.host ==");
    }

    private @Nullable Object pattern(String text, Map<String, @Nullable Object> trigger) throws ClauseFailure {
        return language.pattern(text).render(Map.of("trigger", trigger));
    }

    private boolean holds(String where, Map<String, @Nullable Object> trigger) throws ClauseFailure {
        TestContext context = TestContext.of(trigger, NOW, new Remarks());
        for (Condition condition : language.where(where)) {
            boolean holds = condition instanceof Same same
                    ? Operators.of(Operator.EQUALS, same.constant())
                            .holds(same.path().first(context.root()), context)
                    : ((RuleLanguage.Test) condition).test().holds(context);
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private static final class Remarks implements TestContext.Notes {
        private final List<String> all = new ArrayList<>();

        @Override
        public void failed(String clause, String reason) {
            throw new AssertionError(clause + ": " + reason);
        }

        @Override
        public void remark(String text) {
            all.add(text);
        }
    }
}
