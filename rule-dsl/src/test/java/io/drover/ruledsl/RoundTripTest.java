package io.drover.ruledsl;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import io.drover.ruledsl.read.ActionForm;
import io.drover.ruledsl.read.Origin;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.SourceText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written as a document is read back as an equal object, for a thousand objects of a fixed seed each. */
class RoundTripTest {
    private static final int TIMES = 1000;

    private final YamlPackReader reader = new YamlPackReader(null);
    private final Random random = new Random(20_261_125);

    @Test
    void rulesComeBackEqual() {
        for (int i = 0; i < TIMES; i++) {
            Rule rule = rule();

            assertThat(reader.rule(reader.document(rule), "database", "other").value())
                    .contains(rule);
        }
    }

    @Test
    void actionsComeBackEqual() {
        for (int i = 0; i < TIMES; i++) {
            Action action = action();

            assertThat(reader.action(reader.document(action), "database", "other")
                            .value())
                    .contains(action);
        }
    }

    @Test
    void actionsComeBackEqualFromTheTextOfTheirMetadata() {
        for (int i = 0; i < TIMES; i++) {
            Action action = action();
            Origin origin = new Origin(action.ref().pack(), "actions/a.yaml");
            Findings findings = new Findings("a.yaml");

            Action read = new ActionForm(findings)
                    .read(requireNonNull(SourceText.yaml(reader.text(action), findings)), origin, null);

            assertThat(read).isEqualTo(action.copied(action.ref(), action.entryPoint(), null, "actions/a.yaml"));
        }
    }

    @Test
    void triggerTypesComeBackEqual() {
        for (int i = 0; i < TIMES; i++) {
            TriggerType type = new TriggerType(ref(), maybe(this::text), schema(), schema(), tags(), maybe(this::word));

            assertThat(reader.triggerType(reader.document(type), "database", "other")
                            .value())
                    .contains(type);
        }
    }

    private Rule rule() {
        Map<String, Criterion> criteria = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name =
                    Operator.allNames().get(random.nextInt(Operator.allNames().size()));
            String key = "trigger." + word();
            criteria.put(
                    key, new Criterion(key, Operator.named(name).orElseThrow(), name, something(), maybe(this::word)));
        }
        List<ActionCall> calls = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            calls.add(new ActionCall(ref(), object(), maybe(this::text)));
        }
        When when = random.nextInt(3) == 0 ? when() : null;
        boolean ofOneEvent = when == null;
        Program program = ofOneEvent
                ? maybe(() -> new Program(text(), "rule " + text(), word(), random.nextInt(9), List.of(ref(), ref())))
                : null;
        Limits limits = random.nextInt(3) == 0 ? limits(when, program != null) : Limits.NONE;
        return new Rule(
                ref(),
                maybe(this::text),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() || !ofOneEvent || !limits.isNone() ? Rule.Type.STANDARD : Rule.Type.BACKSTOP,
                when == null
                        ? Trigger.of(ref(), object())
                        : when.events().get(0).trigger(),
                ofOneEvent ? List.copyOf(criteria.values()) : List.of(),
                ofOneEvent ? maybe(() -> "trigger.x == '" + text() + "'") : null,
                calls,
                random.nextInt(5) - 2,
                tags(),
                object(),
                maybe(this::word),
                program,
                when,
                limits);
    }

    private When when() {
        List<EventPattern> events = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            events.add(event("e" + i));
        }
        EventPattern first = events.get(0);
        Form form = switch (random.nextInt(6)) {
            case 0 -> new Form.Any(events);
            case 1 -> new Form.All(events);
            case 2 -> new Form.Sequence(events);
            case 3 -> new Form.Count(first, 1 + random.nextInt(9));
            case 4 ->
                new Form.Aggregate(
                        first,
                        "trigger." + name(),
                        anyOf(Form.Function.values()),
                        new Form.Having(
                                anyOf(Form.Comparison.values()),
                                BigDecimal.valueOf(random.nextLong(), random.nextInt(9))));
            default -> new Form.Absence(first);
        };
        List<EventPattern> unless = random.nextBoolean() ? List.of() : List.of(event("u1"), event("u2"));
        boolean isWindow = !(form instanceof Form.Any)
                && (form.events().size() > 1
                        || form instanceof Form.Count
                        || form instanceof Form.Aggregate
                        || form instanceof Form.Absence);
        Map<String, String> by = new LinkedHashMap<>();
        if (random.nextBoolean()) {
            String common = "trigger." + name();
            boolean isCommon = random.nextBoolean();
            form.events().forEach(event -> by.put(event.name(), isCommon ? common : "trigger['" + word() + "'][0]"));
            unless.forEach(event -> by.put(event.name(), common));
        }
        return new When(form, unless, by, isWindow ? duration() : null, maybe(this::duration));
    }

    private EventPattern event(String name) {
        List<Criterion> criteria = random.nextBoolean()
                ? List.of()
                : List.of(new Criterion("trigger." + word(), Operator.EQUALS, "eq", something(), null));
        return new EventPattern(
                name, Trigger.of(ref(), object()), criteria, maybe(() -> "trigger.x == '" + text() + "'"));
    }

    private Limits limits(@Nullable When when, boolean ofProgram) {
        String root = ofProgram
                ? "parameters."
                : when == null ? "trigger." : when.form().events().get(0).name() + ".";
        boolean isCollapsed = random.nextBoolean();
        return new Limits(
                maybe(() -> new Limits.Throttle(duration(), maybe(() -> root + name()), 1 + random.nextInt(9))),
                isCollapsed
                        ? null
                        : maybe(() -> new Limits.Debounce(
                                Duration.ofSeconds(1),
                                maybe(() -> duration().plusSeconds(1)),
                                maybe(() -> "trigger." + name()))),
                isCollapsed
                        ? maybe(() ->
                                new Limits.Collapse(duration(), maybe(() -> root + name()), 1 + random.nextInt(1_000)))
                        : null,
                maybe(() -> new Limits.Flap(
                        root + name(), maybe(() -> root + name()), 1 + random.nextInt(9), duration(), duration())),
                maybe(() -> new Limits.Guard(1 + random.nextInt(9), root + name(), duration())));
    }

    private <T> T anyOf(T[] choices) {
        return List.of(choices).get(random.nextInt(choices.length));
    }

    private Duration duration() {
        long[] units = {1, 1_000, 60_000, 3_600_000, 86_400_000};
        return Duration.ofMillis((1 + random.nextInt(14)) * units[random.nextInt(units.length)]);
    }

    private String name() {
        return "n" + word();
    }

    private Action action() {
        return new Action(
                ref(),
                maybe(this::text),
                random.nextBoolean(),
                word(),
                random.nextBoolean() ? "" : word(),
                null,
                Map.of(word(), schema(), word() + "2", schema()),
                maybe(this::schema),
                maybe(this::word),
                tags(),
                maybe(this::notices),
                random.nextBoolean(),
                maybe(this::word));
    }

    private Map<String, @Nullable Object> notices() {
        Map<String, @Nullable Object> notices = new LinkedHashMap<>();
        for (String end : List.of("on-success", "on-failure", "on-complete")) {
            notices.put(end, maybe(() -> Map.of("message", text(), "data", object(), "routes", List.of(word()))));
        }
        return notices;
    }

    private <T> @Nullable T maybe(Supplier<T> supplier) {
        return random.nextBoolean() ? supplier.get() : null;
    }

    private Ref ref() {
        return Ref.of(word(), word() + (random.nextBoolean() ? "." + word() : ""));
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private String text() {
        String odd = "aZ9 #:-{}[]\"\n\té";
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(odd.charAt(random.nextInt(odd.length())));
        }
        // no beginning of a template: a broken one would be refused
        return text.toString().replaceAll("\\{[{#]+", "{");
    }

    private List<Tag> tags() {
        return random.nextBoolean() ? List.of() : List.of(new Tag(word(), text()), new Tag(word(), ""));
    }

    private Map<String, @Nullable Object> schema() {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("description", text());
        schema.put("required", random.nextBoolean());
        schema.put("default", maybe(this::something));
        return schema;
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.put(word(), maybe(this::something));
        }
        return object;
    }

    private Object something() {
        return switch (random.nextInt(6)) {
            case 0 -> text();
            case 1 -> random.nextLong();
            case 2 -> random.nextDouble();
            case 3 -> random.nextBoolean();
            case 4 -> List.of(word(), random.nextInt(9));
            default -> Map.of(word(), text());
        };
    }
}
