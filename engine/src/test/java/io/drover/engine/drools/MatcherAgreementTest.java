package io.drover.engine.drools;

import static io.drover.engine.match.Rules.NOW;
import static io.drover.engine.match.Rules.compiled;
import static io.drover.engine.match.Rules.event;
import static io.drover.engine.match.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.ClauseEvaluator;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.Matches.MatchError;
import io.drover.engine.match.Verdict;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleMatch;
import io.drover.model.trigger.TriggerInstance;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherAgreementTest {
    private static final List<Ref> TRIGGERS =
            List.of(Ref.of("plant", "state"), Ref.of("plant", "Aa"), Ref.of("plant", "BB"));

    private static final List<String> KEYS = List.of(
            "trigger.a",
            "trigger['a']",
            "trigger.a#2",
            "trigger.b",
            "trigger.Aa",
            "trigger.BB",
            "trigger.list",
            "trigger.list[0]",
            "trigger.list[*]",
            "trigger.list[*].a",
            "trigger.map",
            "trigger.map.a",
            "trigger.map.'x y'",
            "trigger.map.*",
            "trigger",
            "item.a",
            "trigger..a",
            "trigger.none.deeper[3]");

    private static final List<@Nullable Object> VALUES = Collections.unmodifiableList(Arrays.asList(
            null,
            "",
            "a",
            "A",
            "abc",
            "1",
            "1.0",
            "true",
            "n:1",
            "s:a",
            "Aa",
            "BB",
            "Straße",
            "😀x",
            "\ufffd",
            "\u0000",
            "line\nbreak",
            "2026-03-01T11:59:00Z",
            "2026-03-01 12:00:30",
            0L,
            1L,
            1.0,
            -0.0,
            2L,
            0.5,
            1e300,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            9007199254740993L,
            9007199254740992.0,
            new BigInteger("12345678901234567890123"),
            true,
            false,
            List.of(),
            List.of("a", 1L),
            List.of(1.0, "a"),
            Arrays.asList(null, "a"),
            List.of(Map.of("a", 1L), Map.of("a", "a", "b", 2L)),
            Map.of(),
            Map.of("a", 1L),
            Map.of("a", 1.0),
            Map.of("a", "a", "x y", "abc"),
            Map.of("a", List.of(1L, 2L))));

    private static final List<Object> PATTERNS = List.of(
            "a.c",
            "^a",
            "[",
            "(a+)+$",
            "a*",
            "[!a]*",
            "?",
            "\\d",
            "(?P<x>a)(?P=x)",
            "60",
            60L,
            "{{ trigger.b }}",
            "{{trigger.a}}",
            "{{",
            "a\n",
            "{# c #}a");

    private static final List<String> CONDITIONS = List.of("all", "any", "all2any", "any2any", "some");

    private Random random = new Random();
    private int revision;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void theNetworkSaysWhatTheEvaluatorSays(long seed) {
        random = new Random(seed);
        try (DroolsRuleMatcher matcher = new DroolsRuleMatcher(Assertions::fail)) {
            Map<Ref, MatchedRule> expected = new HashMap<>();
            int matches = 0;
            int errors = 0;

            for (int round = 0; round < 60; round++) {
                change(matcher, expected);
                List<TriggerInstance> batch = events(1 + random.nextInt(64));

                Matches found = matcher.match(batch);
                matches += found.matches().size();
                errors += found.errors().size();

                assertThat(found.matches()).isEqualTo(expectedMatches(batch, expected.values()));
                assertThat(found.errors())
                        .containsExactlyInAnyOrderElementsOf(expectedErrors(batch, expected.values()));
            }

            assertThat(matches).isGreaterThan(500);
            assertThat(errors).isGreaterThan(500);
        }
    }

    private void change(DroolsRuleMatcher matcher, Map<Ref, MatchedRule> expected) {
        if (random.nextInt(12) == 0) {
            expected.clear();
            for (int i = 0; i < random.nextInt(80); i++) {
                MatchedRule added = randomRule();
                expected.put(added.ref(), added);
            }
            matcher.reset(expected.values());
            return;
        }
        for (int i = 0; i < random.nextInt(12); i++) {
            if (random.nextInt(3) == 0) {
                Ref ref = randomRef();
                matcher.remove(ref);
                expected.remove(ref);
            } else {
                MatchedRule rule = randomRule();
                matcher.put(rule);
                expected.put(rule.ref(), rule);
            }
        }
    }

    private static List<RuleMatch> expectedMatches(List<TriggerInstance> batch, Collection<MatchedRule> rules) {
        List<RuleMatch> matches = new ArrayList<>();
        for (int place = 0; place < batch.size(); place++) {
            List<MatchedRule> matched = new ArrayList<>();
            for (MatchedRule rule : rules) {
                if (verdict(rule, batch.get(place)).result() == Verdict.Result.MATCHED) {
                    matched.add(rule);
                }
            }
            if (matched.stream().anyMatch(rule -> !rule.backstop())) {
                matched.removeIf(MatchedRule::backstop);
            }
            matched.sort(
                    Comparator.comparing((MatchedRule rule) -> -rule.priority()).thenComparing(MatchedRule::ref));
            for (MatchedRule rule : matched) {
                matches.add(new RuleMatch(rule.ref(), rule.revision(), place));
            }
        }
        return matches;
    }

    private static Set<MatchError> expectedErrors(List<TriggerInstance> batch, Collection<MatchedRule> rules) {
        Set<MatchError> errors = new LinkedHashSet<>();
        for (int place = 0; place < batch.size(); place++) {
            TriggerInstance event = batch.get(place);
            boolean standard = rules.stream()
                    .anyMatch(rule -> !rule.backstop() && verdict(rule, event).result() == Verdict.Result.MATCHED);
            for (MatchedRule rule : rules) {
                if (standard && rule.backstop()) {
                    continue;
                }
                for (Verdict.Failure failure : verdict(rule, event).errors()) {
                    errors.add(new MatchError(
                            rule.ref(), rule.revision(), place, failure.clause(), failure.message(), false));
                }
            }
        }
        return errors;
    }

    private static Verdict verdict(MatchedRule rule, TriggerInstance event) {
        if (!rule.trigger().equals(event.trigger())) {
            return new Verdict(Verdict.Result.NOT_MATCHED, List.of(), List.of());
        }
        return ClauseEvaluator.explain(rule.clauses(), event.payload(), NOW);
    }

    private Ref randomRef() {
        return Ref.of("plant", "r" + random.nextInt(60));
    }

    private MatchedRule randomRule() {
        List<Criterion> criteria = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            criteria.add(randomCriterion(2));
        }
        Rule.Type type = random.nextInt(5) == 0 ? Rule.Type.BACKSTOP : Rule.Type.STANDARD;
        String where = random.nextInt(4) == 0 ? oneOf(List.of("trigger.b", "trigger.a == 'a' and trigger.b")) : null;
        Rule rule = rule(randomRef().name(), type, random.nextInt(3), oneOf(TRIGGERS), where, criteria);
        MatchedRule first = compiled(rule);
        return new MatchedRule(
                first.ref(), ++revision, first.trigger(), first.backstop(), first.priority(), first.clauses());
    }

    private Criterion randomCriterion(int depth) {
        Operator operator = random.nextBoolean() ? Operator.EQUALS : oneOf(Arrays.asList(Operator.values()));
        String key = oneOf(KEYS);
        String name = operator.names().get(0);
        if (operator != Operator.SEARCH) {
            return new Criterion(key, operator, name, randomPattern(), null);
        }
        Map<String, Object> children = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0 && depth > 0; i--) {
            Criterion child = randomCriterion(depth - 1);
            Map<String, @Nullable Object> content = new HashMap<>();
            content.put("type", random.nextInt(12) == 0 ? "unheard_of" : child.operatorName());
            content.put("pattern", child.pattern());
            content.put("condition", child.condition());
            children.put(random.nextBoolean() ? "item.a#" + i : child.key(), content);
        }
        return new Criterion(key, operator, name, random.nextInt(12) == 0 ? "x" : children, oneOf(CONDITIONS));
    }

    private @Nullable Object randomPattern() {
        return random.nextInt(3) == 0 ? oneOf(PATTERNS) : oneOf(VALUES);
    }

    private List<TriggerInstance> events(int count) {
        List<TriggerInstance> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Object> payload = new LinkedHashMap<>();
            for (String name : List.of("a", "b", "Aa", "BB", "list", "map")) {
                if (random.nextInt(4) > 0) {
                    payload.put(name, oneOf(VALUES));
                }
            }
            events.add(event(
                    random.nextInt(20) == 0 ? Ref.of("plant", "other") : oneOf(TRIGGERS),
                    random.nextInt(15) == 0 ? Map.of() : payload));
        }
        return events;
    }

    private <T extends @Nullable Object> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
