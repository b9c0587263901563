package io.drover.engine.correlate.plane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Packs.Registration;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.rule.When;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules over several events of the trigger of {@link Plant}, whose payload is {@code {host, step}}. */
final class Correlating {
    static final Map<String, @Nullable Object> HOST = Map.of("host", "{{ a.host }} {{ b.step }}");
    static final Rule A_THEN_B = rule("ab", sequence("a", "b"), Limits.NONE, HOST);
    static final Rule A_B_C =
            rule("abc", sequence("a", "b", "c"), Limits.NONE, Map.of("host", "{{ a.host }}-{{ c.step }}-{{ key }}"));
    static final Rule THREE =
            rule("three", count(3), Limits.NONE, Map.of("size", "{{ events_total }}", "host", "{{ key }}"));
    static final Rule THROTTLED =
            rule("once", null, throttle(Duration.ofMinutes(10)), Map.of("host", "{{ trigger.host }}"));

    private Correlating() {}

    /** {@return events of these steps, one after the other, of one host} */
    static When sequence(String... steps) {
        List<EventPattern> patterns = new ArrayList<>();
        for (String step : steps) {
            patterns.add(pattern(step, "trigger.step == '" + step + "'"));
        }
        return byHost(new Form.Sequence(patterns), Duration.ofHours(1));
    }

    static When count(int atLeast) {
        return byHost(new Form.Count(pattern("seen", null), atLeast), Duration.ofHours(1));
    }

    static When absence(Duration within) {
        return byHost(new Form.Absence(pattern("beat", null)), within);
    }

    private static When byHost(Form form, Duration within) {
        Map<String, String> by = new LinkedHashMap<>();
        form.events().forEach(pattern -> by.put(pattern.name(), "trigger.host"));
        return new When(form, List.of(), by, within, null);
    }

    static EventPattern pattern(String name, @Nullable String where) {
        return new EventPattern(name, Trigger.of(Rules.STATE, Map.of()), List.of(), where);
    }

    static Limits throttle(Duration per) {
        return new Limits(new Limits.Throttle(per, "trigger.host", 1), null, null, null, null);
    }

    static Limits collapse(Duration span, int max) {
        return new Limits(null, null, new Limits.Collapse(span, "trigger.host", max), null, null);
    }

    static Limits guard(int targets) {
        return new Limits(null, null, null, null, new Limits.Guard(targets, "trigger.host", Duration.ofHours(1)));
    }

    /** {@return a rule that calls {@link Plant#ACT}} */
    static Rule rule(String name, @Nullable When when, Limits limits, Map<String, @Nullable Object> parameters) {
        return rule(name, when, limits, null, 0, new ActionCall(Plant.ACT, parameters, null));
    }

    static Rule rule(
            String name,
            @Nullable When when,
            Limits limits,
            @Nullable String where,
            int priority,
            ActionCall... actions) {
        return new Rule(
                Ref.of("plant", name),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(Rules.STATE, Map.of()),
                List.of(),
                where,
                List.of(actions),
                priority,
                List.of(),
                Map.of(),
                "rules/" + name + ".yaml",
                null,
                when,
                limits);
    }

    /** {@return what a rule has collected, as it is stored} */
    static List<RuleState> states(Lives lives, String rule) {
        return lives.memory().read(transaction -> transaction.ruleStates().ofRule(Ref.of("plant", rule)));
    }

    /** {@return how many matches a limit has stopped, as it is stored} */
    static long limited(Lives lives, String limit) {
        return lives
                .memory()
                .read(transaction ->
                        transaction.limitedCounts().list(Query.all()).items())
                .stream()
                .filter(counted -> counted.limit().equals(limit))
                .mapToLong(LimitedMatches::count)
                .sum();
    }

    /** Has the files of the pack say something else. */
    static void lay(Lives lives, Parts parts, PackContent content) {
        lives.reader().lay(content);
        Registration unused = parts.registration().packs().register(List.of(), "files");
    }

    static void emit(Parts parts, String host, String step) {
        assertThat(Await.done(parts.emit(Map.of("host", host, "step", step))).verdict())
                .isEqualTo(Verdict.ACCEPTED);
    }

    /** Waits until so many executions are there and nothing is under way; there must not be more. */
    static void settle(Parts parts, int executions) {
        Await.until(
                executions + " executions are there", () -> parts.executions().size() >= executions);
        parts.settle();
        assertThat(parts.executions()).hasSize(executions);
    }
}
