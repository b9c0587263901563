package io.drover.engine.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.correlate.WrittenRule.Happening;
import io.drover.engine.correlate.WrittenRule.Plan;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random rules and events: what is found is what the sentences of the rule language say, however often it is restarted. */
class CorrelationModelTest {
    private static final int SEQUENCES = Integer.getInteger("drover.sequences", 1_000);
    private static final long SEED = Long.getLong("drover.seed", 20_260_301L);
    private static final int KINDS = 6;
    private static final List<String> FORMS = List.of("any", "all", "sequence", "count", "aggregate", "absence");

    @Test
    void findsWhatTheSentencesSay() {
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            long seed = SEED + sequence;
            run(new Random(seed), "-Ddrover.sequences=1 -Ddrover.seed=" + seed);
        }
    }

    private static void run(Random random, String again) {
        Map<String, Plan> plans = new HashMap<>();
        Map<String, WrittenRule> written = new HashMap<>();
        List<Rule> rules = new ArrayList<>();
        for (int number = 0; number < 1 + random.nextInt(3); number++) {
            Plan plan = plan(random);
            plans.put("r" + number, plan);
            written.put("r" + number, new WrittenRule(plan, Scene.LATENESS.toSeconds(), 0));
            rules.add(rule("r" + number, plan));
        }
        Rule[] all = rules.toArray(new Rule[0]);
        List<String> steps = new ArrayList<>();
        try (Scene scene = new Scene(PlainMatcher::new, all);
                Scene undisturbed = new Scene(PlainMatcher::new, all)) {
            long now = 0;
            int events = 10 + random.nextInt(40);
            for (int event = 1; event <= events; event++) {
                now += List.of(0, 0, 1, 1, 2, 5, 11, 25).get(random.nextInt(8));
                if (random.nextInt(5) == 0) {
                    steps.add("restart");
                    scene.restart();
                }
                if (random.nextInt(4) == 0) {
                    long tick = now + random.nextInt(3);
                    steps.add("tick " + tick);
                    scene.stride((double) tick, 1 + random.nextInt(3));
                    undisturbed.tick((double) tick);
                    written.values().forEach(rule -> rule.tick(tick));
                }
                long time = random.nextInt(3) == 0 ? Math.max(0, now - random.nextInt(14)) : now;
                Map<String, @Nullable Object> payload = payload(random);
                steps.add("e" + event + " at " + time + " " + payload);
                scene.take((double) time, "e", payload);
                undisturbed.take((double) time, "e", payload);
                Happening happening = happening("e" + event, time, payload);
                written.values().forEach(rule -> rule.take(happening));
            }
            long end = now + 200;
            scene.stride((double) end, 1 + random.nextInt(3));
            undisturbed.tick((double) end);
            written.values().forEach(rule -> rule.tick(end));

            String what = again + "\n" + plans + "\n" + String.join("\n", steps);
            assertThat(scene.all().stream().map(Scene::text))
                    .as(what)
                    .isEqualTo(undisturbed.all().stream().map(Scene::text).toList());
            written.forEach((name, rule) ->
                    assertThat(texts(scene, name)).as(name + " " + what).isEqualTo(rule.found()));
        }
    }

    private static List<String> texts(Scene scene, String rule) {
        Ref ref = Ref.of("p", rule);
        List<String> texts = new ArrayList<>();
        for (Found found : scene.all()) {
            if (found instanceof Found.Fired fired && fired.match().rule().equals(ref)) {
                Match match = fired.match();
                Object value = match.shown().get("value");
                texts.add(match.key() + "|" + Scene.text(match) + (value instanceof Long ? " value " + value : ""));
            } else if (found instanceof Found.Left left && left.rule().equals(ref)) {
                texts.add(left.event().id() + " " + left.reason().label());
            } else if (found instanceof Found.Undecided undecided
                    && undecided.rule().equals(ref)) {
                texts.add(undecided.event().id() + " undecided");
            }
        }
        return texts;
    }

    private static Plan plan(Random random) {
        String form = FORMS.get(random.nextInt(FORMS.size()));
        boolean isOfMany = Set.of("any", "all", "sequence").contains(form);
        int events = isOfMany ? 1 + random.nextInt(3) : 1;
        List<Set<Integer>> kinds = new ArrayList<>();
        for (int kind = 0; kind < events; kind++) {
            kinds.add(some(random));
        }
        boolean cross = random.nextInt(3) == 0 && Set.of("all", "sequence").contains(form);
        return new Plan(
                form,
                kinds,
                random.nextInt(3) == 0 ? some(random) : Set.of(),
                random.nextBoolean(),
                cross,
                1 + random.nextInt(4),
                List.of("SUM", "MIN", "MAX", "COUNT_DISTINCT", "AVG").get(random.nextInt(5)),
                List.of(Form.Comparison.values())
                        .get(random.nextInt(Form.Comparison.values().length))
                        .name(),
                random.nextInt(6),
                List.of(3, 5, 10, 30).get(random.nextInt(4)),
                random.nextInt(3) == 0 ? Long.valueOf(List.of(2, 10, 25).get(random.nextInt(3))) : null);
    }

    private static Set<Integer> some(Random random) {
        Set<Integer> some = new HashSet<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            some.add(random.nextInt(KINDS));
        }
        return some;
    }

    private static Rule rule(String name, Plan plan) {
        List<EventPattern> events = new ArrayList<>();
        for (int kind = 0; kind < plan.kinds().size(); kind++) {
            String cross = plan.cross() && kind > 0 ? " and trigger.v >= k0.v" : "";
            events.add(Scene.pattern("k" + kind, "e", where(plan.kinds().get(kind)) + cross));
        }
        Form form = switch (plan.form()) {
            case "any" -> new Form.Any(events);
            case "all" -> new Form.All(events);
            case "sequence" -> new Form.Sequence(events);
            case "count" -> new Form.Count(events.get(0), plan.atLeast());
            case "aggregate" ->
                new Form.Aggregate(
                        events.get(0),
                        "trigger.cost",
                        Form.Function.valueOf(plan.function()),
                        new Form.Having(Form.Comparison.valueOf(plan.comparison()), BigDecimal.valueOf(plan.bound())));
            default -> new Form.Absence(events.get(0));
        };
        List<EventPattern> unless =
                plan.unless().isEmpty() ? List.of() : List.of(Scene.pattern("u", "e", where(plan.unless())));
        When when = new When(
                form,
                unless,
                Map.of(),
                Duration.ofSeconds(plan.within()),
                plan.hold() == null ? null : Duration.ofSeconds(plan.hold()));
        return Scene.rule(name, plan.keyed() ? Scene.byHost(when) : when);
    }

    private static String where(Set<Integer> kinds) {
        return kinds.stream().map(String::valueOf).collect(Collectors.joining(", ", "trigger.x in [", "]"));
    }

    private static Map<String, @Nullable Object> payload(Random random) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put("x", (long) random.nextInt(KINDS));
        payload.put("v", (long) random.nextInt(3));
        int cost = random.nextInt(7);
        payload.put("cost", cost == 6 ? "none" : (Object) (long) cost);
        switch (random.nextInt(12)) {
            case 0 -> payload.put("host", 1L);
            case 1 -> payload.put("host", 1.0);
            case 2 -> payload.put("host", true);
            case 3 -> payload.put("host", "1");
            case 4 -> payload.put("host", null);
            case 5 -> payload.remove("host");
            case 6, 7 -> payload.put("host", "n2");
            default -> payload.put("host", "n1");
        }
        return payload;
    }

    private static Happening happening(String id, long time, Map<String, @Nullable Object> payload) {
        Object host = payload.get("host");
        String key = host instanceof String text ? "s:" + text : host == null ? null : "n:1";
        return new Happening(
                id,
                time,
                Math.toIntExact((Long) Objects.requireNonNull(payload.get("x"))),
                Math.toIntExact((Long) Objects.requireNonNull(payload.get("v"))),
                payload.get("cost") instanceof Long cost ? cost : null,
                key);
    }
}
