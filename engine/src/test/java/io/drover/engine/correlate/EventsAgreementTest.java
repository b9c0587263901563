package io.drover.engine.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Rules over two events and one that cancels, with conditions of one event and across events, over payloads of mixed types. Three
 * say what comes of them: Drools, the pure evaluator in its place, and the sentences of the rule language, written out here with
 * each condition as Python means it. {@code -Ddrover.seed} and {@code -Ddrover.sequences} choose others and more.
 */
class EventsAgreementTest {
    private static final long SEED = Long.getLong("drover.seed", 7);
    private static final int SEQUENCES = Integer.getInteger("drover.sequences", 250);
    private static final int WITHIN = 30;

    /** Keys are drawn from few values, so that events meet; equal ones are written in several ways. */
    private static final List<@Nullable Object> KEYS = Collections.unmodifiableList(
            Arrays.asList("n1", "n1", "n1", "1", 1L, 1.0, true, null, List.of(1L), List.of(1.0), "Aa", "BB"));

    private static final List<@Nullable Object> VALUES = Collections.unmodifiableList(Arrays.asList(
            null,
            "a",
            "b",
            "Aa",
            "BB",
            "1",
            "Straße 😀",
            1L,
            1.0,
            2L,
            true,
            2147483648L,
            2147483648.0,
            4294967297L,
            9007199254740993L,
            9007199254740992.0,
            List.of("a", 1L),
            Map.of("a", 1L)));

    /** What a condition means; null stands for an exception: the condition cannot be decided. */
    private enum Holds {
        YES,
        NO,
        UNDECIDED;

        static Holds of(boolean holds) {
            return holds ? YES : NO;
        }
    }

    /** The event under test, and the first one. */
    private interface Meaning extends BiFunction<Map<String, @Nullable Object>, Map<String, @Nullable Object>, Holds> {}

    /** Conditions of one event. */
    private static final Map<String, Meaning> ALONE = new LinkedHashMap<>();

    /** Conditions that mention the event {@code a}. */
    private static final Map<String, Meaning> CROSS = new LinkedHashMap<>();

    static {
        ALONE.put("trigger.x is defined", (t, a) -> Holds.of(t.containsKey("x")));
        ALONE.put("trigger.x == 'Aa'", (t, a) -> Holds.of(t.containsKey("x") && equal(t.get("x"), "Aa")));
        ALONE.put("trigger.x == 1", (t, a) -> Holds.of(t.containsKey("x") && equal(t.get("x"), 1L)));
        ALONE.put("trigger.x == 2147483648", (t, a) -> Holds.of(t.containsKey("x") && equal(t.get("x"), 2147483648L)));
        ALONE.put("trigger.x != 1", (t, a) -> Holds.of(t.containsKey("x") && !equal(t.get("x"), 1L)));
        ALONE.put(
                "trigger.x in ['Aa', 1]",
                (t, a) -> Holds.of(t.containsKey("x") && (equal(t.get("x"), "Aa") || equal(t.get("x"), 1L))));
        ALONE.put(
                "trigger.o.x == 1",
                (t, a) -> Holds.of(nested(t).containsKey("x") && equal(nested(t).get("x"), 1L)));
        ALONE.put("trigger.x > 0", (t, a) -> t.containsKey("x") ? less(0L, t.get("x")) : Holds.NO);

        CROSS.put("trigger.x == a.x", (t, a) -> both(t, a, "x", equal(t.get("x"), a.get("x"))));
        CROSS.put("trigger.x != a.x", (t, a) -> both(t, a, "x", !equal(t.get("x"), a.get("x"))));
        CROSS.put(
                "trigger.x < a.x",
                (t, a) -> t.containsKey("x") && a.containsKey("x") ? less(t.get("x"), a.get("x")) : Holds.NO);
        CROSS.put("not (trigger.x == a.x)", (t, a) -> both(t, a, "x", !equal(t.get("x"), a.get("x"))));
        CROSS.put(
                "trigger.x == a.x and trigger.y == a.y",
                (t, a) -> Holds.of(both(t, a, "x", equal(t.get("x"), a.get("x"))) == Holds.YES
                        && both(t, a, "y", equal(t.get("y"), a.get("y"))) == Holds.YES));
        CROSS.put("trigger.x == a.x or trigger.y == a.y", (t, a) -> {
            Holds first = both(t, a, "x", equal(t.get("x"), a.get("x")));
            boolean isDefined = t.containsKey("x") && a.containsKey("x");
            // what is not there makes the whole clause false, where Python comes to it
            return first == Holds.YES || !isDefined ? first : both(t, a, "y", equal(t.get("y"), a.get("y")));
        });
        CROSS.put(
                "trigger.o.x == a.x",
                (t, a) -> Holds.of(nested(t).containsKey("x")
                        && a.containsKey("x")
                        && equal(nested(t).get("x"), a.get("x"))));
        CROSS.put(
                "a.x is defined and trigger.y is defined",
                (t, a) -> Holds.of(a.containsKey("x") && t.containsKey("y")));
        // as with 'or', an element that is not there matters only where Python comes to it
        CROSS.put(
                "trigger.y in [a.x, a.y]",
                (t, a) -> Holds.of(t.containsKey("y")
                        && a.containsKey("x")
                        && (equal(t.get("y"), a.get("x")) || (a.containsKey("y") && equal(t.get("y"), a.get("y"))))));
    }

    private record Plan(
            boolean sequence,
            @Nullable String first,
            @Nullable String second,
            @Nullable String unless,
            boolean keyed) {}

    /** An event that waits for the other one. */
    private record Waiting(String id, int at, Map<String, @Nullable Object> payload) {}

    @Test
    void droolsAndTheEvaluatorSayWhatTheSentencesSay() {
        int matches = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            matches += run(new Random(SEED + sequence), "-Ddrover.sequences=1 -Ddrover.seed=" + (SEED + sequence));
        }

        assertThat(matches).isGreaterThan(SEQUENCES);
    }

    private static int run(Random random, String again) {
        // several rules share the network, on the same paths and on the same constants
        List<Plan> plans = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        for (int number = 0; number < List.of(1, 2, 3, 4, 9).get(random.nextInt(5)); number++) {
            Plan plan = plan(random);
            plans.add(plan);
            rules.add(rule("r" + number, plan));
        }
        Rule[] all = rules.toArray(new Rule[0]);
        List<Written> written = plans.stream().map(Written::new).toList();
        StringBuilder steps = new StringBuilder();
        try (Scene drools = new Scene(all);
                Scene plain = new Scene(PlainMatcher::new, all)) {
            int now = 0;
            for (int event = 1; event <= 12 + random.nextInt(25); event++) {
                now += random.nextInt(9);
                String trigger = List.of("a", "a", "b", "b", "b", "u").get(random.nextInt(6));
                Map<String, @Nullable Object> payload = payload(random);
                steps.append("\ne")
                        .append(event)
                        .append(' ')
                        .append(trigger)
                        .append(" at ")
                        .append(now)
                        .append(' ');
                steps.append(payload);
                drools.take(now, trigger, payload);
                plain.take(now, trigger, payload);
                for (Written rule : written) {
                    rule.take("e" + event, trigger, now, payload);
                }
            }

            assertThat(drools.found()).as(again + plans + steps).isEqualTo(plain.found());
            for (int number = 0; number < all.length; number++) {
                String name = "r" + number;
                assertThat(drools.matches().stream()
                                .filter(match -> match.rule().name().equals(name))
                                .map(Scene::text))
                        .as(name + " " + again + plans + steps)
                        .isEqualTo(written.get(number).found);
            }
            return drools.matches().size();
        }
    }

    private static Plan plan(Random random) {
        List<String> alone = new ArrayList<>(ALONE.keySet());
        List<String> cross = new ArrayList<>(CROSS.keySet());
        return new Plan(
                random.nextBoolean(),
                random.nextInt(3) == 0 ? alone.get(random.nextInt(alone.size())) : null,
                random.nextInt(4) == 0 ? null : cross.get(random.nextInt(cross.size())),
                switch (random.nextInt(4)) {
                    case 0 -> alone.get(random.nextInt(alone.size()));
                    case 1 -> cross.get(random.nextInt(cross.size()));
                    default -> null;
                },
                random.nextInt(3) > 0);
    }

    private static Rule rule(String name, Plan plan) {
        List<EventPattern> events =
                List.of(Scene.pattern("a", "a", plan.first()), Scene.pattern("b", "b", plan.second()));
        List<EventPattern> unless = plan.unless() == null ? List.of() : List.of(Scene.pattern("u", "u", plan.unless()));
        Map<String, String> by = new HashMap<>();
        if (plan.keyed()) {
            by.put("a", "trigger.host");
            by.put("b", "trigger.node");
            if (plan.unless() != null) {
                by.put("u", "trigger.host");
            }
        }
        Form form = plan.sequence() ? new Form.Sequence(events) : new Form.All(events);
        return Scene.rule(name, new When(form, unless, by, Duration.ofSeconds(WITHIN), null));
    }

    private static Map<String, @Nullable Object> payload(Random random) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        for (String name : List.of("host", "node")) {
            if (random.nextInt(8) > 0) {
                payload.put(name, KEYS.get(random.nextInt(KEYS.size())));
            }
        }
        for (String name : List.of("x", "y")) {
            if (random.nextInt(5) > 0) {
                payload.put(name, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        if (random.nextBoolean()) {
            Map<String, @Nullable Object> nested = new HashMap<>();
            nested.put("x", VALUES.get(random.nextInt(VALUES.size())));
            payload.put("o", nested);
        }
        return payload;
    }

    /** A rule by its sentences: per key what waits, and what a further event makes of it. */
    private static final class Written {
        private final Plan plan;
        private final Map<Object, @Nullable Waiting> first = new HashMap<>();
        private final Map<Object, @Nullable Waiting> second = new HashMap<>();
        private final List<String> found = new ArrayList<>();

        Written(Plan plan) {
            this.plan = plan;
        }

        void take(String id, String trigger, int at, Map<String, @Nullable Object> payload) {
            Object key = plan.keyed() ? key(payload.get(trigger.equals("b") ? "node" : "host")) : "all";
            if (key == null) {
                return;
            }
            Waiting a = alive(first, key, at);
            Waiting b = alive(second, key, at);
            Waiting now = new Waiting(id, at, payload);
            switch (trigger) {
                case "u" -> cancel(key, payload, a);
                case "a" -> begin(key, now, b);
                default -> {
                    if (a == null) {
                        // of a sequence it came too early
                        if (!plan.sequence()) {
                            second.put(key, now);
                        }
                    } else if (holds(plan.second(), CROSS, payload, a.payload())) {
                        match(key, a, now, at);
                    } else if (!plan.sequence()) {
                        second.put(key, now);
                    }
                }
            }
        }

        private void cancel(Object key, Map<String, @Nullable Object> payload, @Nullable Waiting a) {
            String unless = plan.unless();
            if (unless == null) {
                return;
            }
            boolean cancels = ALONE.containsKey(unless)
                    ? holds(unless, ALONE, payload, payload)
                    : a != null && holds(unless, CROSS, payload, a.payload());
            if (cancels) {
                first.remove(key);
                second.remove(key);
            }
        }

        private void begin(Object key, Waiting now, @Nullable Waiting b) {
            if (!holds(plan.first(), ALONE, now.payload(), now.payload())) {
                return;
            }
            if (!plan.sequence() && b != null && holds(plan.second(), CROSS, b.payload(), now.payload())) {
                match(key, now, b, now.at());
                return;
            }
            first.put(key, now);
        }

        private void match(Object key, Waiting a, Waiting b, int at) {
            first.remove(key);
            second.remove(key);
            boolean inOrder = Integer.parseInt(a.id().substring(1)) < Integer.parseInt(b.id().substring(1));
            found.add((inOrder ? "a=" + a.id() + " b=" + b.id() : "b=" + b.id() + " a=" + a.id()) + " at " + at);
        }

        private static @Nullable Waiting alive(Map<Object, @Nullable Waiting> waiting, Object key, int now) {
            Waiting there = waiting.get(key);
            return there == null || now - there.at() > WITHIN ? null : there;
        }

        private static boolean holds(
                @Nullable String condition,
                Map<String, Meaning> meanings,
                Map<String, @Nullable Object> trigger,
                Map<String, @Nullable Object> a) {
            return condition == null
                    || Objects.requireNonNull(meanings.get(condition)).apply(trigger, a) == Holds.YES;
        }

        /** Text and numbers are different keys, and numbers are equal by value. */
        private static @Nullable Object key(@Nullable Object value) {
            if (value instanceof List<?> list) {
                return list.stream()
                        .map(each -> Objects.requireNonNull(key(each)))
                        .toList();
            }
            return isNumber(value) ? number(value).stripTrailingZeros() : value;
        }
    }

    private static Map<String, @Nullable Object> nested(Map<String, @Nullable Object> payload) {
        Map<String, @Nullable Object> nested = new HashMap<>();
        if (payload.get("o") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> nested.put(String.valueOf(name), value));
        }
        return nested;
    }

    private static Holds both(
            Map<String, @Nullable Object> trigger, Map<String, @Nullable Object> a, String name, boolean holds) {
        return Holds.of(trigger.containsKey(name) && a.containsKey(name) && holds);
    }

    private static boolean equal(@Nullable Object one, @Nullable Object other) {
        if (one instanceof List<?> left && other instanceof List<?> right) {
            return left.size() == right.size() && equal(left.get(0), right.get(0));
        }
        return (isNumber(one) && isNumber(other))
                ? number(one).compareTo(number(other)) == 0
                : Objects.equals(one, other);
    }

    private static Holds less(@Nullable Object one, @Nullable Object other) {
        if (isNumber(one) && isNumber(other)) {
            return Holds.of(number(one).compareTo(number(other)) < 0);
        }
        if (one instanceof String left && other instanceof String right) {
            return Holds.of(left.compareTo(right) < 0);
        }
        // of two lists the first elements decide; here there is one list alone
        return one instanceof List<?> && other instanceof List<?> ? Holds.NO : Holds.UNDECIDED;
    }

    private static boolean isNumber(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    private static BigDecimal number(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value instanceof Double real ? new BigDecimal(real) : new BigDecimal(String.valueOf(value));
    }
}
