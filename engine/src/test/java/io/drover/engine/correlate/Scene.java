package io.drover.engine.correlate;

import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.action.ActionCall;
import io.drover.model.execution.Position;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.rule.When;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A correlation that takes events at seconds, and what came of them in short words. */
final class Scene implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration LATENESS = Duration.ofSeconds(10);

    private final Supplier<RuleMatcher> matcher;
    private final Map<String, TriggerInstance> events = new HashMap<>();
    private final Map<RuleState.Name, RuleState> stored = new LinkedHashMap<>();
    private final Map<Ref, Rule> rules = new LinkedHashMap<>();
    private final List<Found> all = new ArrayList<>();
    private Correlation correlation;
    private int revision = 1;

    Scene(Rule... rules) {
        this(
                () -> new DroolsRuleMatcher(failure -> {
                    throw new AssertionError(failure);
                }),
                rules);
    }

    Scene(Supplier<RuleMatcher> matcher, Rule... rules) {
        this.matcher = matcher;
        this.correlation = made(START);
        for (Rule rule : rules) {
            boolean dropped = put(rule);
            if (dropped) {
                throw new AssertionError("A new rule has nothing to drop: " + rule.ref());
            }
        }
    }

    private Correlation made(Instant clock) {
        return new Correlation(
                matcher.get(), new JinjaLanguage(), Silencing.NONE, LATENESS, new Holdings(1_000_000), clock);
    }

    boolean put(Rule rule) {
        rules.put(rule.ref(), rule);
        return correlation.put(rule, revision++);
    }

    Correlation correlation() {
        return correlation;
    }

    /** {@return an event of {@code t.<trigger>}; its id says the order, such as {@code e3}} */
    TriggerInstance event(double second, String trigger, Map<String, ? extends @Nullable Object> payload) {
        Instant at = at(second);
        Ref ref = Ref.of("t", trigger);
        String id = "e" + (events.size() + 1);
        TriggerInstance event = new TriggerInstance(
                id,
                ref,
                ref,
                new HashMap<String, @Nullable Object>(payload),
                at,
                at,
                null,
                "test",
                new Trace(id, null));
        events.put(id, event);
        return event;
    }

    static Instant at(double second) {
        return START.plusNanos(Math.round(second * 1e9));
    }

    /** Takes an event. */
    Scene take(double second, String trigger, Map<String, ? extends @Nullable Object> payload) {
        take(event(second, trigger, payload));
        return this;
    }

    Scene take(TriggerInstance event) {
        correlation.take(List.of(entry(event)));
        all.addAll(correlation.found());
        return this;
    }

    TriggerInstances.Entry entry(TriggerInstance event) {
        return new TriggerInstances.Entry(event, new Position(1, events.size(), 0), Duration.ZERO);
    }

    /** Takes an event of the trigger that is called like it, without payload but {@code host}. */
    Scene take(double second, String trigger) {
        return take(second, trigger, Map.of("host", "n1"));
    }

    Scene tick(double second) {
        correlation.tick(at(second));
        all.addAll(correlation.found());
        return this;
    }

    /** Lets time pass bit by bit. */
    Scene stride(double second, int most) {
        boolean isThere = false;
        while (!isThere) {
            isThere = correlation.tick(at(second), most);
            all.addAll(correlation.found());
        }
        return this;
    }

    /** Stores what changed, and goes on from what is stored. */
    Scene restart() {
        store();
        Instant clock = correlation.clock();
        correlation.close();
        correlation = made(clock);
        rules.values().forEach(rule -> correlation.put(rule, revision));
        List<RuleState> states = List.copyOf(stored.values());
        Set<String> ids = states.stream()
                .flatMap(state -> Correlation.events(state).stream())
                .collect(Collectors.toSet());
        Map<String, TriggerInstance> referred = new HashMap<>(events);
        referred.keySet().retainAll(ids);
        correlation.restore(states, referred, clock);
        return this;
    }

    /** Goes on with another revision of a rule from what is stored. */
    Scene restartAs(Rule rule) {
        rules.put(rule.ref(), rule);
        return restart();
    }

    /** Stores what changed. */
    Correlation.Changes store() {
        Correlation.Changes changes = correlation.changes();
        changes.removed().forEach(stored::remove);
        changes.put().forEach(state -> stored.put(state.name(), state));
        return changes;
    }

    Map<RuleState.Name, RuleState> stored() {
        return stored;
    }

    List<Found> all() {
        return all;
    }

    /** {@return what came, such as {@code down=e1 fan=e2 at 40}} */
    List<String> found() {
        return all.stream().map(Scene::text).toList();
    }

    List<Match> matches() {
        return all.stream()
                .filter(Found.Fired.class::isInstance)
                .map(fired -> ((Found.Fired) fired).match())
                .toList();
    }

    static String text(Found found) {
        if (found instanceof Found.Fired fired) {
            return text(fired.match());
        }
        if (found instanceof Found.Left left) {
            return left.event().id() + " " + left.reason().label();
        }
        if (found instanceof Found.Undecided undecided) {
            return undecided.event().id() + " undecided " + undecided.clause();
        }
        return found.toString();
    }

    static String text(Match match) {
        String members = match.members().stream()
                .map(member -> member.name() + "=" + member.event().id() + " ")
                .collect(Collectors.joining());
        double second = Duration.between(START, match.at()).toMillis() / 1000.0;
        String shown = second == Math.rint(second) ? String.valueOf((long) second) : String.valueOf(second);
        return members + "at " + shown;
    }

    static EventPattern pattern(String name, String trigger, @Nullable String where) {
        Ref ref = Ref.of("t", trigger);
        return new EventPattern(name, new Trigger(ref, ref, Map.of()), List.of(), where);
    }

    /** {@return a pattern of the trigger that has its name} */
    static EventPattern pattern(String name) {
        return pattern(name, name, null);
    }

    static When when(Form form, @Nullable Integer within) {
        return new When(form, List.of(), Map.of(), within == null ? null : Duration.ofSeconds(within), null);
    }

    static When byHost(When when) {
        Map<String, String> by = new HashMap<>();
        when.events().forEach(event -> by.put(event.name(), "trigger.host"));
        return new When(when.form(), when.unless(), by, when.within(), when.hold());
    }

    static When unless(When when, EventPattern... unless) {
        return new When(when.form(), List.of(unless), when.by(), when.within(), when.hold());
    }

    static When hold(When when, int seconds) {
        return new When(when.form(), when.unless(), when.by(), when.within(), Duration.ofSeconds(seconds));
    }

    static When sequence(@Nullable Integer within, String... names) {
        return when(new Form.Sequence(patterns(names)), within);
    }

    static When all(@Nullable Integer within, String... names) {
        return when(new Form.All(patterns(names)), within);
    }

    static When any(String... names) {
        return when(new Form.Any(patterns(names)), null);
    }

    static When count(int atLeast, int within, String name) {
        return when(new Form.Count(pattern(name), atLeast), within);
    }

    static When absence(int within, String name) {
        return when(new Form.Absence(pattern(name)), within);
    }

    static When aggregate(int within, Form.Function function, Form.Comparison comparison, String bound) {
        return when(
                new Form.Aggregate(
                        pattern("a"),
                        "trigger.cost",
                        function,
                        new Form.Having(comparison, new java.math.BigDecimal(bound))),
                within);
    }

    private static List<EventPattern> patterns(String... names) {
        return List.of(names).stream().map(Scene::pattern).toList();
    }

    static Rule rule(When when) {
        return rule("rule", when);
    }

    static Rule rule(String name, When when) {
        return rule(name, when, Limits.NONE);
    }

    static Rule rule(String name, When when, Limits limits) {
        return new Rule(
                Ref.of("p", name),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                when.events().get(0).trigger(),
                List.of(),
                null,
                List.of(new ActionCall(Ref.of("core", "noop"), Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                null,
                null,
                when,
                limits);
    }

    @Override
    public void close() {
        correlation.close();
    }
}
