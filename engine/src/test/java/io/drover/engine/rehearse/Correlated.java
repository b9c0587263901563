package io.drover.engine.rehearse;

import io.drover.engine.match.Rules;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.trigger.Trigger;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How {@link PlainReader} writes and reads what rules over several events and limits are made of: one key for each member. */
final class Correlated {
    private Correlated() {}

    static void into(Map<String, @Nullable Object> document, Rule rule) {
        When when = rule.when();
        if (when != null) {
            document.put("when", document(when));
        }
        if (!rule.limits().isNone()) {
            document.put("limits", document(rule.limits()));
        }
    }

    private static Map<String, @Nullable Object> document(When when) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        Form form = when.form();
        document.put("form", form.getClass().getSimpleName());
        document.put("events", documents(form.events()));
        if (form instanceof Form.Count count) {
            document.put("at_least", (long) count.atLeast());
        } else if (form instanceof Form.Aggregate aggregate) {
            document.put("value", aggregate.value());
            document.put("function", aggregate.function().name());
            document.put("comparison", aggregate.having().comparison().name());
            document.put("bound", aggregate.having().bound().toPlainString());
        }
        document.put("unless", documents(when.unless()));
        document.put("by", Map.copyOf(when.by()));
        document.put("within", text(when.within()));
        document.put("hold", text(when.hold()));
        return document;
    }

    private static List<Map<String, @Nullable Object>> documents(List<EventPattern> patterns) {
        List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (EventPattern pattern : patterns) {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("name", pattern.name());
            document.put("type", pattern.trigger().type().toString());
            document.put("parameters", pattern.trigger().parameters());
            document.put(
                    "criteria",
                    pattern.criteria().stream()
                            .map(criterion -> {
                                Map<String, @Nullable Object> written = new LinkedHashMap<>();
                                written.put("key", criterion.key());
                                written.put("type", criterion.operatorName());
                                written.put("pattern", criterion.pattern());
                                return written;
                            })
                            .toList());
            document.put("where", pattern.where());
            documents.add(document);
        }
        return documents;
    }

    private static Map<String, @Nullable Object> document(Limits limits) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        Limits.Throttle throttle = limits.throttle();
        if (throttle != null) {
            document.put("throttle", parts(text(throttle.per()), throttle.by(), (long) throttle.count()));
        }
        Limits.Debounce debounce = limits.debounce();
        if (debounce != null) {
            document.put("debounce", parts(text(debounce.quiet()), text(debounce.atMost()), debounce.by()));
        }
        Limits.Collapse collapse = limits.collapse();
        if (collapse != null) {
            document.put("collapse", parts(text(collapse.span()), collapse.by(), (long) collapse.max()));
        }
        Limits.Flap flap = limits.flap();
        if (flap != null) {
            document.put(
                    "flap", parts(flap.of(), flap.by(), (long) flap.changes(), text(flap.within()), text(flap.hold())));
        }
        Limits.Guard guard = limits.guard();
        if (guard != null) {
            document.put("guard", parts((long) guard.targets(), guard.of(), text(guard.per())));
        }
        return document;
    }

    private static List<@Nullable Object> parts(@Nullable Object... parts) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object part : parts) {
            list.add(part);
        }
        return list;
    }

    private static @Nullable String text(@Nullable Duration duration) {
        return duration == null ? null : duration.toString();
    }

    static @Nullable When when(Map<String, @Nullable Object> document) {
        if (!(document.get("when") instanceof Map<?, ?> written)) {
            return null;
        }
        Map<String, @Nullable Object> when = JsonValues.copyOf(written);
        Map<String, String> by = new LinkedHashMap<>();
        if (when.get("by") instanceof Map<?, ?> paths) {
            paths.forEach((name, path) -> by.put(String.valueOf(name), String.valueOf(path)));
        }
        return new When(
                form(when), patterns(when.get("unless")), by, duration(when.get("within")), duration(when.get("hold")));
    }

    private static Form form(Map<String, @Nullable Object> when) {
        List<EventPattern> events = patterns(when.get("events"));
        return switch (String.valueOf(when.get("form"))) {
            case "Any" -> new Form.Any(events);
            case "All" -> new Form.All(events);
            case "Sequence" -> new Form.Sequence(events);
            case "Count" -> new Form.Count(events.get(0), number(when.get("at_least")));
            case "Aggregate" ->
                new Form.Aggregate(
                        events.get(0),
                        String.valueOf(when.get("value")),
                        Form.Function.valueOf(String.valueOf(when.get("function"))),
                        new Form.Having(
                                Form.Comparison.valueOf(String.valueOf(when.get("comparison"))),
                                new BigDecimal(String.valueOf(when.get("bound")))));
            default -> new Form.Absence(events.get(0));
        };
    }

    private static List<EventPattern> patterns(@Nullable Object written) {
        List<EventPattern> patterns = new ArrayList<>();
        for (Object each : Objects.requireNonNullElse((List<?>) written, List.of())) {
            Map<String, @Nullable Object> pattern = JsonValues.copyOf((Map<?, ?>) Objects.requireNonNull(each));
            List<Criterion> criteria = new ArrayList<>();
            for (Object criterion : (List<?>) Objects.requireNonNull(pattern.get("criteria"))) {
                Map<String, @Nullable Object> of = JsonValues.copyOf((Map<?, ?>) Objects.requireNonNull(criterion));
                criteria.add(Rules.criterion(
                        String.valueOf(of.get("key")), String.valueOf(of.get("type")), of.get("pattern")));
            }
            patterns.add(new EventPattern(
                    String.valueOf(pattern.get("name")),
                    Trigger.of(Ref.parse(String.valueOf(pattern.get("type"))), JsonValues.copyOf((Map<?, ?>)
                            Objects.requireNonNull(pattern.get("parameters")))),
                    criteria,
                    textOrNull(pattern.get("where"))));
        }
        return patterns;
    }

    static Limits limits(Map<String, @Nullable Object> document) {
        if (!(document.get("limits") instanceof Map<?, ?> limits)) {
            return Limits.NONE;
        }
        List<?> throttle = (List<?>) limits.get("throttle");
        List<?> debounce = (List<?>) limits.get("debounce");
        List<?> collapse = (List<?>) limits.get("collapse");
        List<?> flap = (List<?>) limits.get("flap");
        List<?> guard = (List<?>) limits.get("guard");
        return new Limits(
                throttle == null
                        ? null
                        : new Limits.Throttle(
                                required(throttle.get(0)), textOrNull(throttle.get(1)), number(throttle.get(2))),
                debounce == null
                        ? null
                        : new Limits.Debounce(
                                required(debounce.get(0)), duration(debounce.get(1)), textOrNull(debounce.get(2))),
                collapse == null
                        ? null
                        : new Limits.Collapse(
                                required(collapse.get(0)), textOrNull(collapse.get(1)), number(collapse.get(2))),
                flap == null
                        ? null
                        : new Limits.Flap(
                                String.valueOf(flap.get(0)),
                                textOrNull(flap.get(1)),
                                number(flap.get(2)),
                                required(flap.get(3)),
                                required(flap.get(4))),
                guard == null
                        ? null
                        : new Limits.Guard(number(guard.get(0)), String.valueOf(guard.get(1)), required(guard.get(2))));
    }

    private static int number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).intValue();
    }

    private static Duration required(@Nullable Object value) {
        return Objects.requireNonNull(duration(value));
    }

    private static @Nullable Duration duration(@Nullable Object value) {
        return value == null ? null : Duration.parse(value.toString());
    }

    private static @Nullable String textOrNull(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
