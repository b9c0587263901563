package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhenTextTest {
    private final YamlPackReader reader = new YamlPackReader(null);

    /** Reads a rule whose {@code when} has these lines; the first of them is line 3. */
    private Checked<Rule> read(String... when) {
        List<String> lines = new ArrayList<>(List.of("name: r", "when:"));
        for (String line : when) {
            lines.add("  " + line);
        }
        lines.add("action: {ref: core.noop}");
        return reader.ruleText(String.join("\n", lines) + "\n", "r.yaml", "ops");
    }

    private When good(String... when) {
        Checked<Rule> checked = read(when);
        assertThat(checked.problems()).isEmpty();
        return Objects.requireNonNull(checked.value().orElseThrow().when());
    }

    private List<String> problems(String... when) {
        Checked<Rule> checked = read(when);
        assertThat(checked.value()).isEmpty();
        return Folders.texts(checked.problems());
    }

    private void hasOneProblem(String expected, String... when) {
        assertThat(problems(when)).containsExactly("r.yaml:" + expected);
    }

    @Test
    void readsTheExampleOfTheLanguage() {
        Rule rule = read(
                        "sequence:",
                        "  - down: {trigger: sensu.check, where: \"trigger.check == 'keepalive' and trigger.status == 2\"}",
                        "  - fan:  {trigger: ipmi.reading, where: \"trigger.sensor == 'fan' and trigger.rpm < down.threshold\"}",
                        "unless:",
                        "  - up:   {trigger: sensu.check, where: \"trigger.status == 0 and trigger.id == down.id\"}",
                        "by: {down: trigger.host, fan: trigger.node, up: trigger.host}",
                        "within: 3m",
                        "hold: 1m")
                .value()
                .orElseThrow();

        When when = Objects.requireNonNull(rule.when());
        assertThat(when.form()).isInstanceOf(Form.Sequence.class);
        assertThat(when.events()).extracting(EventPattern::name).containsExactly("down", "fan", "up");
        assertThat(when.by()).isEqualTo(Map.of("down", "trigger.host", "fan", "trigger.node", "up", "trigger.host"));
        assertThat(when.within()).isEqualTo(Duration.ofMinutes(3));
        assertThat(when.hold()).isEqualTo(Duration.ofMinutes(1));
        assertThat(rule.trigger().type()).isEqualTo(Ref.parse("sensu.check"));
        assertThat(rule.where()).isNull();
        assertThat(rule.triggerTypes()).containsExactly(Ref.parse("sensu.check"), Ref.parse("ipmi.reading"));
    }

    @Test
    void readsEachForm() {
        assertThat(good("any: [{a: {trigger: x.a}}, {b: {trigger: x.b}}]").form())
                .isInstanceOf(Form.Any.class);
        assertThat(good("all: [{a: {trigger: x.a}}, {b: {trigger: x.b}}]", "within: 5m")
                        .form())
                .isInstanceOf(Form.All.class);
        assertThat(good("count: {event: {a: {trigger: x.a}}, at_least: 3}", "within: 5m")
                        .form())
                .isInstanceOfSatisfying(
                        Form.Count.class, count -> assertThat(count.atLeast()).isEqualTo(3));
        assertThat(good(
                                "aggregate: {event: {a: {trigger: x.a}}, value: trigger.cost, function: sum, having: '>= 1.5'}",
                                "within: 5m")
                        .form())
                .isInstanceOfSatisfying(Form.Aggregate.class, aggregate -> {
                    assertThat(aggregate.value()).isEqualTo("trigger.cost");
                    assertThat(aggregate.function()).isEqualTo(Form.Function.SUM);
                    assertThat(aggregate.having())
                            .isEqualTo(new Form.Having(Form.Comparison.AT_LEAST, new BigDecimal("1.5")));
                });
        assertThat(good("absence: {event: {a: {trigger: x.a}}}", "within: 5m", "by: trigger.host"))
                .satisfies(when -> assertThat(when.form()).isInstanceOf(Form.Absence.class))
                .satisfies(when -> assertThat(when.by()).isEqualTo(Map.of("a", "trigger.host")));
    }

    @Test
    void readsOneEventWithoutItsLikeForSomeTime() {
        When when = good(
                "sequence: [{a: {trigger: x.a}}]", "unless: [{b: {trigger: x.b}}]", "by: trigger.host", "hold: 10m");

        assertThat(when.within()).isNull();
        assertThat(when.by()).isEqualTo(Map.of("a", "trigger.host", "b", "trigger.host"));
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "2h,7200000", "7d,604800000", "90,90000", "0.5,500"})
    void readsDurations(String written, long millis) {
        assertThat(good("absence: {event: {a: {trigger: x.a}}}", "within: " + written)
                        .within())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void refusesWhatIsNoDuration() {
        String allowed = " Allowed are 500ms, 30s, 5m, 2h, 7d, or a number of seconds.";
        hasOneProblem(
                "4:11: Expected a duration for 'within', but found the text 'soon'." + allowed,
                "absence: {event: {a: {trigger: x.a}}}",
                "within: soon");
        hasOneProblem(
                "4:11: Unknown unit 'hr' in the duration of 'within'. Did you mean 'h'?" + allowed,
                "absence: {event: {a: {trigger: x.a}}}",
                "within: 2hr");
        hasOneProblem(
                "4:11: Expected 'within' to be longer than nothing, but found the text '0s'.",
                "absence: {event: {a: {trigger: x.a}}}",
                "within: 0s");
        hasOneProblem(
                "4:11: Expected 'within' to be longer than nothing, but found the number -5.",
                "absence: {event: {a: {trigger: x.a}}}",
                "within: -5");
        hasOneProblem(
                "4:11: 'within' is finer than a millisecond: found the number 0.0001. Round it.",
                "absence: {event: {a: {trigger: x.a}}}",
                "within: 0.0001");
        hasOneProblem(
                "4:11: 'within' is longer than 30d, the longest that a rule waits.",
                "absence: {event: {a: {trigger: x.a}}}",
                "within: 31d");
        hasOneProblem(
                "4:3: 'within' has no value. Write 500ms, 30s, 5m, 2h, 7d, or a number of seconds, or leave the key out.",
                "absence: {event: {a: {trigger: x.a}}}",
                "within:");
    }

    @Test
    void refusesToLookBackAndWaitForMoreThanThirtyDaysTogether() {
        hasOneProblem(
                "5:3: 'within' and 'hold' are 40d together, but the longest is 30d.",
                "all: [{a: {trigger: x.a}}, {b: {trigger: x.b}}]",
                "within: 20d",
                "hold: 20d");
    }

    @Test
    void refusesNoFormAndMoreThanOne() {
        hasOneProblem(
                "3:3: Expected one form in 'when', but found none. Write one of any, all, sequence, count, aggregate, absence.",
                "within: 5m");
        hasOneProblem(
                "4:3: Expected one form in 'when', but found any, all. Write one of them.",
                "any: [{a: {trigger: x.a}}]",
                "all: [{b: {trigger: x.b}}]");
    }

    @Test
    void refusesAnEmptyWhen() {
        assertThat(Folders.texts(reader.ruleText("name: r\nwhen:\naction: {ref: core.noop}\n", "r.yaml", "ops")
                        .problems()))
                .containsExactly(
                        "r.yaml:2:1: 'when' is empty. Write one of any, all, sequence, count, aggregate, absence below it.");
    }

    @Test
    void refusesUnknownKeysAtEachLevelWithTheNearestName() {
        assertThat(problems(
                        "sequense: []",
                        "count:",
                        "  event: {a: {triger: x.a, trigger: x.a}}",
                        "  at_leest: 3",
                        "  at_least: 3",
                        "withn: 5m",
                        "within: 5m"))
                .containsExactly(
                        "r.yaml:3:3: Unknown key 'sequense' in 'when'. Did you mean 'sequence'? Allowed are absence,"
                                + " aggregate, all, any, by, count, hold, sequence, unless, within.",
                        "r.yaml:5:17: Unknown key 'triger' in the event 'a'. Did you mean 'trigger'? Allowed are"
                                + " criteria, trigger, where.",
                        "r.yaml:6:5: Unknown key 'at_leest' in 'count'. Did you mean 'at_least'? Allowed are at_least,"
                                + " event.",
                        "r.yaml:8:3: Unknown key 'withn' in 'when'. Did you mean 'within'? Allowed are absence,"
                                + " aggregate, all, any, by, count, hold, sequence, unless, within.");
    }

    @Test
    void refusesAMissingWithin() {
        hasOneProblem(
                "3:3: 'sequence' needs 'within', the longest time from the first event to the last. Write within: 5m.",
                "sequence: [{a: {trigger: x.a}}, {b: {trigger: x.b}}]");
        hasOneProblem(
                "3:3: 'all' needs 'within', the longest time from the first event to the last. Write within: 5m.",
                "all: [{a: {trigger: x.a}}, {b: {trigger: x.b}}]");
        hasOneProblem(
                "3:3: 'count' needs 'within', the length of its window. Write within: 5m.",
                "count: {event: {a: {trigger: x.a}}, at_least: 3}");
        hasOneProblem(
                "3:3: 'aggregate' needs 'within', the length of its window. Write within: 5m.",
                "aggregate: {event: {a: {trigger: x.a}}, value: trigger.v, function: max, having: '< 3'}");
        hasOneProblem(
                "3:3: 'absence' needs 'within', how long no event comes. Write within: 5m.",
                "absence: {event: {a: {trigger: x.a}}}");
    }

    @Test
    void refusesAWithinThatMeansNothing() {
        hasOneProblem(
                "4:3: 'within' means nothing here: of 'any' each event is a match. Leave it out; 'hold' says how long a match waits.",
                "any: [{a: {trigger: x.a}}]",
                "within: 5m");
        hasOneProblem(
                "4:3: 'within' means nothing here: 'sequence' has one event alone. Leave it out; 'hold' says how long a match waits.",
                "sequence: [{a: {trigger: x.a}}]",
                "within: 5m");
    }

    @Test
    void refusesListsWithoutEvents() {
        hasOneProblem(
                "3:3: Expected at least one event in 'any', but found none. Write - name: {trigger: …}.", "any: []");
        hasOneProblem("3:8: Expected a list for 'any', but found a mapping.", "any: {a: {trigger: x.a}}");
        hasOneProblem(
                "4:3: Expected at least one event in 'unless', but found none. Write - name: {trigger: …}.",
                "any: [{a: {trigger: x.a}}]",
                "unless:");
        hasOneProblem(
                "3:10: 'event' is a required property of 'count'. Write event: {name: {trigger: …, where: …}}.",
                "count: {at_least: 3}",
                "within: 5m");
        hasOneProblem("3:3: 'absence' is empty. Write {event: {name: {trigger: …}}, …}.", "absence:", "within: 5m");
    }

    @Test
    void refusesAnEventWithoutExactlyOneName() {
        hasOneProblem(
                "4:5: Expected an event to have exactly one name, but found down, trigger, where."
                        + " Write {name: {trigger: …, where: …}}, with 'trigger' and 'where' below the name.",
                "any:",
                "- down:",
                "  trigger: x.a",
                "  where: 'true'");
        hasOneProblem(
                "3:10: Expected an event to have exactly one name, but found none."
                        + " Write {name: {trigger: …, where: …}}, with 'trigger' and 'where' below the name.",
                "any: [ {} ]");
        hasOneProblem(
                "3:10: Expected an event to be a mapping with one name, but found the text 'x.a'."
                        + " Write {name: {trigger: …, where: …}}.",
                "any: [ x.a ]");
        hasOneProblem(
                "3:14: Expected the event 'a' to be a mapping, but found the text 'x.a'. Write {trigger: x.a}.",
                "any: [ {a: x.a} ]");
        hasOneProblem(
                "3:11: Expected the event 'a' to be a mapping, but found nothing. Write {trigger: …}.",
                "any: [ {a: } ]");
    }

    @Test
    void refusesANameThatIsUsedTwice() {
        hasOneProblem(
                "5:15: The name 'a' is used twice, first in line 3. Give each event a name of its own.",
                "any: [{a: {trigger: x.a}}]",
                "hold: 5m",
                "unless: [  {a: {trigger: x.b}}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trigger",
                "events",
                "events_total",
                "value",
                "key",
                "phase",
                "action_context",
                "config_context",
                "st2kv"
            })
    void refusesANameThatMeansSomethingElse(String name) {
        hasOneProblem(
                "3:10: The name '" + name + "' means something else in templates. Give the event another name.",
                "any: [ " + name + ": {trigger: x.a} ]");
    }

    @Test
    void refusesANameThatCannotBeAVariable() {
        hasOneProblem(
                "3:10: The name 'node-down' cannot be used in templates. Allowed are letters, digits and '_',"
                        + " beginning with no digit.",
                "any: [ node-down: {trigger: x.a} ]");
        hasOneProblem(
                "3:10: The name 'not' is a word of Jinja. Give the event another name.",
                "any: [ not: {trigger: x.a} ]");
        assertThat(problems("any: [ on: {trigger: x.a} ]"))
                .contains("r.yaml:3:10: The name 'on' is a boolean in YAML. Give the event another name.");
    }

    @Test
    void refusesAConditionOnAnEventThatIsNotCollectedBefore() {
        hasOneProblem(
                "4:44: 'where' of 'a' refers to 'b', which is not collected before it. Allowed are trigger, st2kv.",
                "sequence:",
                "- a: {trigger: x.a, where: 'trigger.n == b.n'}",
                "- b: {trigger: x.b, where: 'trigger.n == a.n'}",
                "within: 5m");
        hasOneProblem(
                "5:30: 'where' of 'b' refers to 'b', its own event, which is called 'trigger' there."
                        + " Allowed are trigger, a, st2kv.",
                "all:",
                "- a: {trigger: x.a, where: 'trigger.n == b.n'}",
                "- b: {trigger: x.b, where: b.n == 1}",
                "within: 5m");
        hasOneProblem(
                "5:31: 'where' of 'c' refers to 'd', which is not collected before it. Allowed are trigger, a, b, st2kv.",
                "any: [{a: {trigger: x.a}}, {b: {trigger: x.b}}]",
                "unless:",
                "- c: {trigger: x.c, where: \"d.n == a.n and b.n\"}",
                "- d: {trigger: x.d}");
        hasOneProblem(
                "3:53: 'where' of 'fail' refers to 'fial', which is no event of this rule. Allowed are trigger, st2kv.",
                "count: {event: {fail: {trigger: x.a, where: '1 == fial.n'}}, at_least: 3}",
                "within: 5m");
    }

    @Test
    void offersTheNearestEventInACondition() {
        hasOneProblem(
                "5:45: 'where' of 'fan' refers to 'dwn', which is no event of this rule. Did you mean 'down'?"
                        + " Allowed are trigger, down, st2kv.",
                "sequence:",
                "- down: {trigger: x.a}",
                "- fan: {trigger: x.b, where: 'trigger.n < dwn.n'}",
                "within: 5m");
    }

    @Test
    void refusesCriteriaOnAnEventThatIsNotCollectedBefore() {
        assertThat(problems(
                        "sequence:",
                        "- a: {trigger: x.a, criteria: {b.n: {type: eq, pattern: '{{ b.m }}'}}}",
                        "- b: {trigger: x.b, criteria: {trigger.n: {type: eq, pattern: '{{ a.m }}'}}}",
                        "within: 5m"))
                .containsExactly(
                        "r.yaml:4:34: The criterion 'b.n' of 'a' refers to 'b', which is not collected before it."
                                + " Allowed are trigger, st2kv.",
                        "r.yaml:4:63: The pattern of 'a' refers to 'b', which is not collected before it."
                                + " Allowed are trigger, st2kv.");
    }

    @Test
    void holdsConditionsToTheRulesOfOneEvent() {
        assertThat(problems(
                        "any:",
                        "- a: {trigger: x.a, where: '{{ trigger.x }}'}",
                        "- b: {trigger: x.b, where: on}",
                        "- c:",
                        "    trigger: x.c",
                        "    where: trigger.x == '1 # 2'",
                        "- d: {trigger: x.d, where: 'trigger.x =='}",
                        "- e: {where: 'true'}"))
                .satisfiesExactly(
                        text -> assertThat(text)
                                .isEqualTo(
                                        "r.yaml:4:30: 'where' is one expression already. Write it without '{{' and '}}'."),
                        text -> assertThat(text)
                                .isEqualTo(
                                        "r.yaml:5:30: Expected 'where' to be a condition as text, but found the boolean on."
                                                + " Quote it: where: 'on'"),
                        text -> assertThat(text)
                                .startsWith("r.yaml:8:14: YAML reads what follows ' #' as a comment")
                                .endsWith("Quote it: where: 'trigger.x == ''1 # 2'''"),
                        text -> assertThat(text).startsWith("r.yaml:9:").contains("'where' is no expression: "),
                        text -> assertThat(text)
                                .startsWith("r.yaml:10:8: 'trigger' is a required property, and has to have a value."));
    }

    @Test
    void refusesAByThatIsNoPath() {
        hasOneProblem(
                "4:7: Expected a path for 'by', but found the text 'host'."
                        + " Write it as in trigger.host or trigger.labels['X-Kind'][0].",
                "any: [{a: {trigger: x.a}}]",
                "by: host");
        hasOneProblem(
                "4:7: Expected a path for 'by', but found the text '{{ trigger.host }}'."
                        + " Write it as in trigger.host or trigger.labels['X-Kind'][0], without '{{' and '}}'.",
                "any: [{a: {trigger: x.a}}]",
                "by: '{{ trigger.host }}'");
        hasOneProblem(
                "4:7: The path of 'by' starts with 'triger', which it cannot see. Did you mean 'trigger'? Allowed are trigger.",
                "any: [{a: {trigger: x.a}}]",
                "by: triger.host");
        hasOneProblem("4:7: Expected a path for 'by', but found the number 5.", "any: [{a: {trigger: x.a}}]", "by: 5");
        hasOneProblem(
                "4:3: 'by' has no value. Write a path, or leave the key out.", "any: [{a: {trigger: x.a}}]", "by:");
    }

    @Test
    void refusesAByWithOtherNamesThanThoseOfTheEvents() {
        assertThat(problems(
                        "any: [{down: {trigger: x.a}}, {fan: {trigger: x.b}}]",
                        "unless: [{up: {trigger: x.c}}]",
                        "by: {down: trigger.host, fam: trigger.node}"))
                .containsExactly(
                        "r.yaml:5:3: 'by' has no path for fan, up. Write one for every event, those of 'unless' too.",
                        "r.yaml:5:28: 'fam' in 'by' is no event of this rule. Did you mean 'fan'? Allowed are down, fan, up.");
    }

    @Test
    void refusesWrongNumbersAndFunctions() {
        hasOneProblem(
                "3:50: Expected a whole number of at least 1 for 'at_least', but found the number 0.",
                "count: {event: {a: {trigger: x.a}}, at_least:  0}",
                "within: 5m");
        hasOneProblem(
                "3:10: 'at_least' is a required property. Write a whole number of at least 1.",
                "count: {event: {a: {trigger: x.a}}}",
                "within: 5m");
        assertThat(problems(
                        "aggregate:",
                        "  event: {a: {trigger: x.a}}",
                        "  value: cost",
                        "  function: summ",
                        "  having: 500",
                        "within: 5m"))
                .containsExactly(
                        "r.yaml:5:12: Expected a path for 'value', but found the text 'cost'."
                                + " Write it as in trigger.host or trigger.labels['X-Kind'][0].",
                        "r.yaml:6:15: Unknown function 'summ'. Did you mean 'sum'? Allowed are sum, avg, min, max,"
                                + " count_distinct.",
                        "r.yaml:7:13: Expected text for 'having', but found the number 500. Put it in quotes.");
        hasOneProblem(
                "3:100: Expected a comparison with a number for 'having', but found the text '=> 500'."
                        + " Write it in quotes as in '> 500'; allowed are <, <=, ==, !=, >=, >.",
                "aggregate: {event: {a: {trigger: x.a}}, value: trigger.cost, function: count_distinct,   having: '=> 500'}",
                "within: 5m");
    }

    @Test
    void refusesWhatHasNoPlaceBesideWhen() {
        List<String> problems =
                Folders.texts(reader.ruleText("""
                        name: r
                        trigger: x.a
                        criteria: {}
                        where: 'true'
                        type: backstop
                        when: {any: [{a: {trigger: x.a}}]}
                        action: {ref: core.noop}
                        """, "r.yaml", "ops").problems());

        assertThat(problems)
                .containsExactly(
                        "r.yaml:2:1: 'trigger' cannot stand beside 'when', whose events have their own. Write one of them.",
                        "r.yaml:3:1: 'criteria' cannot stand beside 'when', whose events have their own. Write one of them.",
                        "r.yaml:4:1: 'where' cannot stand beside 'when', whose events have their own. Write one of them.",
                        "r.yaml:5:7: A backstop rule is asked about single events that no rule matched, so it has no 'when'."
                                + " Leave out 'when' or 'type'.");
    }

    @Test
    void takesTheNamesOfEventsInTheActionsParameters() {
        Checked<Rule> checked = reader.ruleText("""
                name: r
                when:
                  sequence:
                    - down: {trigger: x.a}
                    - fan: {trigger: x.b}
                  within: 5m
                action: {ref: core.echo, parameters: {message: "{{ down.host }} {{ fan.rpm }} {{ events_total }} {{ key }}"}}
                """, "r.yaml", "ops");

        assertThat(checked.problems()).isEmpty();
    }

    @Test
    void namesThePathInADocument() {
        Checked<Rule> checked = reader.rule(
                Map.of(
                        "name", "r",
                        "when", Map.of("any", List.of(Map.of("a", Map.of("trigger", "x.a", "were", "1")))),
                        "action", Map.of("ref", "core.noop")),
                "request",
                "ops");

        assertThat(Folders.texts(checked.problems()))
                .singleElement()
                .asString()
                .contains("when.any[0].a.were: Unknown key 'were' in the event 'a'. Did you mean 'where'?");
    }
}
