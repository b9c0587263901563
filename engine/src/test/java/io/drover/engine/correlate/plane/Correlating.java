package io.drover.engine.correlate.plane;

import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules over several events of the trigger of {@link Plant}, whose payload is {@code {host, step}}. */
final class Correlating {
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
}
