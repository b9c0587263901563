package io.drover.engine.drools;

import static io.drover.engine.match.Rules.STATE;
import static io.drover.engine.match.Rules.compiled;
import static io.drover.engine.match.Rules.criterion;
import static io.drover.engine.match.Rules.event;
import static io.drover.engine.match.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.match.Clause;
import io.drover.engine.match.Clauses;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.Matches.MatchError;
import io.drover.engine.match.PlainLanguage;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleMatch;
import io.drover.model.trigger.TriggerInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DroolsRuleMatcherTest {
    private static final Ref OTHER = Ref.of("plant", "other");

    private final List<Throwable> failures = new ArrayList<>();
    private final DroolsRuleMatcher matcher = new DroolsRuleMatcher(failures::add);

    @AfterEach
    void close() {
        matcher.close();
    }

    @Test
    void findsTheRulesOfEachEventOfABatch() {
        put("a", criterion("trigger.host", "eq", "a"));
        put("b", criterion("trigger.host", "eq", "b"));
        put("always");

        Matches found = matcher.match(
                List.of(event(Map.of("host", "b")), event(OTHER, Map.of("host", "b")), event(Map.of("host", "a"))));

        assertThat(found.matches())
                .containsExactly(match("always", 0), match("b", 0), match("a", 2), match("always", 2));
    }

    @Test
    void higherPriorityComesFirst() {
        matcher.put(compiled(rule("low", Rule.Type.STANDARD, -1, STATE, null, List.of())));
        matcher.put(compiled(rule("high", Rule.Type.STANDARD, 7, STATE, null, List.of())));
        put("middle");

        assertThat(names(Map.of("x", 1L))).containsExactly("high", "middle", "low");
    }

    @Test
    void aBackstopRuleIsForWhatNoOtherRuleMatched() {
        put("standard", criterion("trigger.host", "eq", "a"));
        List<Criterion> failing = List.of(criterion("trigger.size", "gt", 1L));
        matcher.put(compiled(rule("backstop", Rule.Type.BACKSTOP, 9, STATE, null, List.of())));
        matcher.put(compiled(rule("failing", Rule.Type.BACKSTOP, 9, STATE, null, failing)));

        Matches matched = matcher.match(List.of(event(Map.of("host", "a"))));
        Matches left = matcher.match(List.of(event(Map.of("host", "b"))));

        assertThat(matched.matches()).containsExactly(match("standard", 0));
        assertThat(matched.errors()).isEmpty();
        assertThat(left.matches()).containsExactly(match("backstop", 0));
        assertThat(left.errors()).extracting(MatchError::rule).containsExactly(Ref.of("plant", "failing"));
    }

    @Test
    void anEventWithoutPayloadMatchesOnlyRulesWithoutClauses() {
        put("always");
        put("missing", criterion("trigger.a", "nexists", true));

        assertThat(names(Map.of())).containsExactly("always");
    }

    @Test
    void aFailingConditionHidesNothingFromOtherRules() {
        put("first", criterion("trigger.size", "gt", 1L));
        put("failing", criterion("trigger.size", "startswith", "x"));
        put("third", criterion("trigger.size", "gt", 0L));
        put("always");

        Matches found = matcher.match(List.of(event(Map.of("size", 5L)), event(Map.of("size", 6L))));

        assertThat(found.matches())
                .extracting(match -> match.rule().name() + match.event())
                .containsExactly("always0", "first0", "third0", "always1", "first1", "third1");
        assertThat(found.errors())
                .extracting(error -> error.rule().name() + error.event())
                .containsExactly("failing0", "failing1");
    }

    @Test
    void anExceptionInAConditionIsAnErrorOfItsRule() {
        Clause broken = new Clause.Predicate("broken", null, (value, context) -> {
            throw new IllegalStateException("no such thing");
        });
        matcher.put(new MatchedRule(Ref.of("plant", "broken"), 4, STATE, false, 0, new Clauses(List.of(broken))));
        put("always");

        Matches found = matcher.match(List.of(event(Map.of("size", 5L))));

        assertThat(found.matches()).containsExactly(match("always", 0));
        assertThat(found.errors()).singleElement().satisfies(error -> {
            assertThat(error.revision()).isEqualTo(4);
            assertThat(error.message()).contains("no such thing");
        });
    }

    @Test
    void aBatchThatBreaksOffIsMatchedAgainWithRulesBuiltAnew() {
        AtomicInteger breaks = new AtomicInteger(1);
        Clause breaking = new Clause.Predicate("breaking", null, (value, context) -> {
            if (breaks.getAndDecrement() > 0) {
                throw new AssertionError("broken off");
            }
            return true;
        });
        put("always");
        matcher.put(new MatchedRule(Ref.of("plant", "breaking"), 1, STATE, false, 0, new Clauses(List.of(breaking))));
        List<TriggerInstance> batch = List.of(event(Map.of("size", 5L)), event(Map.of("size", 6L)));

        Matches found = matcher.match(batch);

        assertThat(found.matches())
                .containsExactly(match("always", 0), match("breaking", 0), match("always", 1), match("breaking", 1));
        assertThat(failures).hasSize(1);
    }

    @Test
    void aBatchThatBreaksOffTwiceIsGivenBackAndLeavesNothingBehind() {
        AtomicInteger breaks = new AtomicInteger(2);
        Clause breaking = new Clause.Predicate("breaking", null, (value, context) -> {
            if (breaks.getAndDecrement() > 0) {
                throw new AssertionError("broken off");
            }
            return true;
        });
        put("always");
        matcher.put(new MatchedRule(Ref.of("plant", "breaking"), 1, STATE, false, 0, new Clauses(List.of(breaking))));
        List<TriggerInstance> batch = List.of(event(Map.of("size", 5L)));

        assertThatThrownBy(() -> matcher.match(batch)).hasMessageContaining("broken off");

        assertThat(matcher.match(batch).matches()).containsExactly(match("always", 0), match("breaking", 0));
    }

    @Test
    void rulesThatShareAFailingConditionAllHaveTheError() {
        put("a", criterion("trigger.host", "eq", "a"), criterion("trigger.size", "gt", 1L));
        put("b", criterion("trigger.size", "gt", 1L), criterion("trigger.host", "eq", "a"));
        put("c", criterion("trigger.size", "gt", 1L), criterion("trigger.host", "eq", "c"));
        put(
                "d",
                criterion("trigger.host", "eq", "a"),
                criterion("trigger.size", "gt", 1L),
                criterion("trigger.x", "exists", 1L));

        Matches found = matcher.match(List.of(event(Map.of("host", "a", "size", "big"))));
        matcher.remove(Ref.of("plant", "a"));
        Matches later = matcher.match(List.of(event(Map.of("host", "a", "size", "big"))));

        assertThat(found.errors()).extracting(error -> error.rule().name()).containsExactlyInAnyOrder("a", "b", "d");
        assertThat(later.errors()).extracting(error -> error.rule().name()).containsExactlyInAnyOrder("b", "d");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 20, 3, 2, 1})
    void equalityMeansTheSameWithFewRulesAndMany(int others) {
        for (int i = 0; i < others; i++) {
            put("other" + i, criterion("trigger.v", "eq", "other" + i));
        }
        put("whole", criterion("trigger.v", "eq", 1L));
        put("fraction", criterion("trigger['v']", "eq", 1.0));
        put("flag", criterion("trigger.v#2", "eq", true));
        put("text", criterion("trigger.v", "eq", "1"));
        put("key", criterion("trigger.v", "eq", "n:1"));
        put("null", criterion("trigger.v", "eq", null));
        put("not", criterion("trigger.v", "neq", 1L));

        for (Object one : List.of(1L, 1.0, true)) {
            assertThat(names(payload("v", one))).containsExactly("flag", "fraction", "whole");
        }
        assertThat(names(payload("v", "1"))).containsExactly("not", "text");
        assertThat(names(payload("v", "n:1"))).containsExactly("key", "not");
        assertThat(names(payload("v", null))).containsExactly("not");
        assertThat(names(payload("w", 1L))).containsExactly("not");
    }

    @Test
    void fieldsWhoseNamesHashAlikeAreDifferentFields() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        for (int i = 0; i < 5; i++) {
            put("a" + i, criterion("trigger.Aa", "eq", i));
            put("b" + i, criterion("trigger.BB", "eq", i));
        }

        assertThat(names(Map.of("Aa", 1L, "BB", 2L))).containsExactly("a1", "b2");
        assertThat(names(Map.of("BB", 1L))).containsExactly("b1");
    }

    @Test
    void triggersAndValuesWhoseTextsHashAlikeAreDifferent() {
        for (String text : List.of("AaAa", "BBBB", "AaBB", "BBAa")) {
            matcher.put(compiled(rule(
                    text,
                    Rule.Type.STANDARD,
                    0,
                    Ref.of("plant", text),
                    null,
                    List.of(criterion("trigger.v", "eq", text)))));
            put("v" + text, criterion("trigger.v", "eq", text));
        }

        Matches found = matcher.match(List.of(
                event(Ref.of("plant", "AaAa"), Map.of("v", "AaAa")),
                event(Ref.of("plant", "BBBB"), Map.of("v", "AaAa")),
                event(Map.of("v", "BBAa"))));

        assertThat(found.matches()).containsExactly(match("AaAa", 0), match("vBBAa", 2));
    }

    @Test
    void rulesOfOneTriggerDoNotSeeAnotherTriggersPaths() {
        for (int i = 0; i < 4; i++) {
            put("state" + i, criterion("trigger.a", "eq", i), criterion("trigger.b", "eq", i));
            matcher.put(compiled(rule(
                    "other" + i,
                    Rule.Type.STANDARD,
                    0,
                    OTHER,
                    null,
                    List.of(criterion("trigger.b", "eq", i), criterion("trigger.a", "eq", i)))));
        }

        Matches found = matcher.match(List.of(
                event(OTHER, Map.of("a", 1L, "b", 2L)),
                event(OTHER, Map.of("a", 3L, "b", 3L)),
                event(Map.of("a", 2L, "b", 2L))));

        assertThat(found.matches()).containsExactly(match("other3", 1), match("state2", 2));
    }

    @Test
    void aReplacedRuleMatchesWithItsNewRevisionOnly() {
        Rule old = rule("r", criterion("trigger.host", "eq", "a"));
        Rule changed = rule("r", criterion("trigger.host", "eq", "b"));
        put("still", criterion("trigger.host", "eq", "a"));

        matcher.put(compiled(old));
        List<String> before = names(Map.of("host", "a"));
        matcher.put(MatchedRule.of(changed, 2, new PlainLanguage()));

        assertThat(before).containsExactly("r", "still");
        assertThat(names(Map.of("host", "a"))).containsExactly("still");
        assertThat(matcher.match(List.of(event(Map.of("host", "b")))).matches())
                .containsExactly(new RuleMatch(Ref.of("plant", "r"), 2, 0));
    }

    @Test
    void aRemovedRuleMatchesNoMore() {
        put("a");
        put("b");

        matcher.remove(Ref.of("plant", "a"));
        matcher.remove(Ref.of("plant", "never_there"));

        assertThat(names(Map.of("x", 1L))).containsExactly("b");
        matcher.remove(Ref.of("plant", "b"));
        assertThat(names(Map.of("x", 1L))).isEmpty();
    }

    @Test
    void resetDropsWhatWasThereBefore() {
        put("old");
        List<MatchedRule> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(compiled(rule("r" + i, criterion("trigger.host", "eq", "h" + i))));
        }

        matcher.reset(many);

        assertThat(names(Map.of("host", "h77"))).containsExactly("r77");
    }

    @Test
    void aBatchOfManyEventsKeepsThemApart() {
        put("a", criterion("trigger.n", "gt", 61L));
        List<TriggerInstance> batch = new ArrayList<>();
        for (long i = 0; i < 64; i++) {
            batch.add(event(Map.of("n", i)));
        }

        assertThat(matcher.match(batch).matches()).containsExactly(match("a", 62), match("a", 63));
        assertThat(matcher.match(batch).matches()).hasSize(2);
    }

    private void put(String name, Criterion... criteria) {
        matcher.put(compiled(rule(name, criteria)));
    }

    private List<String> names(Map<String, @Nullable Object> payload) {
        return matcher.match(List.of(event(payload))).matches().stream()
                .map(match -> match.rule().name())
                .toList();
    }

    private static Map<String, @Nullable Object> payload(String name, @Nullable Object value) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put(name, value);
        return payload;
    }

    private static RuleMatch match(String name, int event) {
        return new RuleMatch(Ref.of("plant", name), 1, event);
    }
}
