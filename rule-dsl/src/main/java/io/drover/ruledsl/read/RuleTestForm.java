package io.drover.ruledsl.read;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleTest;
import io.drover.model.text.SpanText;
import io.drover.model.trigger.Trigger;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files of rule tests: {@code rule} and {@code cases}. */
public final class RuleTestForm {
    private static final Set<String> FILE_KEYS = Set.of("rule", "start", "cases");
    private static final Set<String> CASE_KEYS =
            Set.of("name", "start", "events", "until", "expect", "limited", "shadow");
    private static final Set<String> EVENT_KEYS = Set.of("at", "trigger", "payload", "occurred");
    private static final Set<String> CALL_KEYS = Set.of("at", "action", "parameters", "phase");
    private static final List<String> PHASES = List.of("start", "stop");

    private final Findings findings;
    private final Map<String, Integer> lines = new HashMap<>();

    public RuleTestForm(Findings findings) {
        this.findings = findings;
    }

    /** {@return the test; null after an error} */
    public @Nullable RuleTest read(Located located) {
        Fields file = Fields.of(located, "a rule test", findings);
        if (file == null) {
            return null;
        }
        file.refuseOthers(FILE_KEYS, "a rule test");
        Ref rule = Names.reference(file, "rule");
        Instant start = start(file, RuleTest.START);
        List<Located> written = file.list("cases");
        if (written.isEmpty() && (file.get("cases") == null || !findings.hasErrors())) {
            findings.error(file.keyPlace("cases"), "A rule test needs 'cases', a list of at least one case.");
        }
        List<RuleTest.Case> cases = written.stream()
                .map(each -> one(each, start))
                .filter(Objects::nonNull)
                .toList();
        return rule == null || findings.hasErrors() ? null : new RuleTest(rule, cases);
    }

    private RuleTest.@Nullable Case one(Located located, Instant otherwise) {
        Fields fields = Fields.of(located, "a case", findings);
        if (fields == null) {
            return null;
        }
        fields.refuseOthers(CASE_KEYS, "a case");
        String name = name(fields);
        Instant start = start(fields, otherwise);
        List<RuleTest.Arrival> events = events(fields);
        Duration last =
                events.isEmpty() ? Duration.ZERO : events.get(events.size() - 1).at();
        Duration until = fields.get("until") == null ? last : span(fields, "until");
        if (until != null && until.compareTo(last) < 0) {
            findings.error(
                    fields.keyPlace("until"),
                    "The case ends at " + SpanText.of(until) + ", before its last event at " + SpanText.of(last)
                            + ". Let it end there or later.");
        }
        List<RuleTest.Call> expected = expected(fields, until);
        Integer limited = fields.integer("limited");
        if (limited != null && limited < 0) {
            findings.error(
                    fields.keyPlace("limited"), "Expected 'limited' to be 0 or more, but found " + limited + ".");
        }
        Boolean shadow = fields.get("shadow") == null ? null : fields.flag("shadow", false);
        return name == null || until == null
                ? null
                : new RuleTest.Case(name, fields.place().line(), start, events, until, expected, limited, shadow);
    }

    private @Nullable String name(Fields fields) {
        String name = fields.required("name");
        if (name == null) {
            return null;
        }
        Integer earlier = lines.putIfAbsent(name, fields.keyPlace("name").line());
        if (earlier != null) {
            findings.error(
                    fields.keyPlace("name"),
                    "The name '" + name + "' is used in line " + earlier
                            + " already. Give each case a name of its own.");
        }
        return name;
    }

    private List<RuleTest.Arrival> events(Fields fields) {
        List<RuleTest.Arrival> events = new ArrayList<>();
        for (Located each : fields.list("events")) {
            RuleTest.Arrival event = event(each);
            if (event == null) {
                continue;
            }
            if (!events.isEmpty()
                    && event.at().compareTo(events.get(events.size() - 1).at()) < 0) {
                findings.error(
                        each.place(),
                        "The event comes at " + SpanText.of(event.at())
                                + ", before the one above it. Write events in the"
                                + " order in which they come; 'occurred' says that one happened earlier.");
            }
            events.add(event);
        }
        return events;
    }

    private RuleTest.@Nullable Arrival event(Located located) {
        Fields fields = Fields.of(located, "an event", findings);
        if (fields == null) {
            return null;
        }
        fields.refuseOthers(EVENT_KEYS, "an event");
        Duration at = requiredSpan(fields, "at");
        Trigger trigger = new TriggerForm(findings).read(fields);
        Map<String, @Nullable Object> payload = fields.object("payload");
        Duration occurred = fields.get("occurred") == null ? at : span(fields, "occurred");
        if (at == null || occurred == null || trigger == null) {
            return null;
        }
        if (occurred.compareTo(at) > 0) {
            findings.error(
                    fields.keyPlace("occurred"),
                    "The event happened at " + SpanText.of(occurred) + ", after it came at " + SpanText.of(at)
                            + ". Let it happen then or before.");
        }
        return new RuleTest.Arrival(at, occurred, trigger, payload);
    }

    private List<RuleTest.Call> expected(Fields fields, @Nullable Duration until) {
        if (fields.get("expect") == null) {
            findings.error(
                    fields.keyPlace("expect"),
                    "A case needs 'expect': the actions that are called, or [] where none is.");
        }
        List<RuleTest.Call> calls = new ArrayList<>();
        for (Located each : fields.list("expect")) {
            RuleTest.Call call = call(each, until);
            if (call != null) {
                calls.add(call);
            }
        }
        return calls;
    }

    private RuleTest.@Nullable Call call(Located located, @Nullable Duration until) {
        Fields fields = Fields.of(located, "an expected call", findings);
        if (fields == null) {
            return null;
        }
        fields.refuseOthers(CALL_KEYS, "an expected call");
        Ref action = Names.reference(fields, "action");
        Duration at = fields.get("at") == null ? null : span(fields, "at");
        if (at != null && until != null && at.compareTo(until) > 0) {
            findings.error(
                    fields.keyPlace("at"),
                    "The call is expected at " + SpanText.of(at) + ", after the end of the case at "
                            + SpanText.of(until) + ". Let the case last longer by 'until'.");
        }
        String phase = fields.text("phase");
        if (phase != null && !PHASES.contains(phase)) {
            findings.error(fields.keyPlace("phase"), "Expected the phase start or stop, but found '" + phase + "'.");
        }
        return action == null ? null : new RuleTest.Call(at, action, fields.object("parameters"), phase);
    }

    private Instant start(Fields fields, Instant otherwise) {
        String text = fields.text("start");
        if (text == null) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            findings.error(
                    fields.keyPlace("start"),
                    "Expected a time such as 2026-01-01T00:00:00Z, with its zone, but found '" + text + "'.");
            return otherwise;
        }
    }

    private @Nullable Duration requiredSpan(Fields fields, String key) {
        if (fields.get(key) == null) {
            findings.error(
                    fields.keyPlace(key), "'" + key + "' is a required property: a time from the start, such as 90s.");
            return null;
        }
        return span(fields, key);
    }

    private @Nullable Duration span(Fields fields, String key) {
        Located value = Objects.requireNonNull(fields.get(key), "asked only for what is there");
        Duration span = StartSpan.parse(value.content());
        if (span == null) {
            findings.error(
                    value.place(),
                    "Expected '" + key + "' to be a time from the start, such as 500ms, 30s, 5m, 2h, 7d or a number of"
                            + " seconds, but found " + value.kind() + ".");
        }
        return span;
    }
}
