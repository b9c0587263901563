package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTextTest {
    private static final String EVENTS =
            "when: {all: [{down: {trigger: x.a}}, {fan: {trigger: x.b}}], within: 5m, unless: [{up: {trigger: x.c}}]}";

    private final YamlPackReader reader = new YamlPackReader(null);

    /** Reads a rule whose {@code limits} have these lines; the first of them is line 4. */
    private Checked<Rule> read(String head, String... limits) {
        List<String> lines = new ArrayList<>(List.of("name: r", head, "limits:"));
        for (String line : limits) {
            lines.add("  " + line);
        }
        lines.add("action: {ref: core.noop}");
        return reader.ruleText(String.join("\n", lines) + "\n", "r.yaml", "ops");
    }

    private Limits good(String head, String... limits) {
        Checked<Rule> checked = read(head, limits);
        assertThat(checked.problems()).isEmpty();
        return checked.value().orElseThrow().limits();
    }

    private List<String> problems(String... limits) {
        Checked<Rule> checked = read("trigger: x.a", limits);
        assertThat(checked.value()).isEmpty();
        return Folders.texts(checked.problems());
    }

    @Test
    void readsTheExamplesOfTheLanguage() {
        Limits limits = good(
                "trigger: x.a",
                "throttle: {per: 10m, by: trigger.host, count: 2}",
                "debounce: {quiet: 30s, at_most: 1h, by: trigger.host}",
                "flap: {of: trigger.state, by: trigger.host, changes: 5, within: 20m, hold: 30m}",
                "guard: {targets: 3, of: trigger.host, per: 30m}");

        assertThat(limits)
                .isEqualTo(new Limits(
                        new Limits.Throttle(Duration.ofMinutes(10), "trigger.host", 2),
                        new Limits.Debounce(Duration.ofSeconds(30), Duration.ofHours(1), "trigger.host"),
                        null,
                        new Limits.Flap(
                                "trigger.state", "trigger.host", 5, Duration.ofMinutes(20), Duration.ofMinutes(30)),
                        new Limits.Guard(3, "trigger.host", Duration.ofMinutes(30))));
        assertThat(good("trigger: x.a", "collapse: {for: 60s, by: trigger.service, max: 200}")
                        .collapse())
                .isEqualTo(new Limits.Collapse(Duration.ofSeconds(60), "trigger.service", 200));
    }

    @Test
    void takesWhatIsLeftOutAsUsual() {
        assertThat(good("trigger: x.a", "throttle: {per: 10}").throttle())
                .isEqualTo(new Limits.Throttle(Duration.ofSeconds(10), null, 1));
        assertThat(good("trigger: x.a", "collapse: {for: 10}").collapse())
                .isEqualTo(new Limits.Collapse(Duration.ofSeconds(10), null, 1_000));
        assertThat(good("trigger: x.a", "debounce: {quiet: 10}").debounce())
                .isEqualTo(new Limits.Debounce(Duration.ofSeconds(10), null, null));
    }

    @Test
    void standsBesideCriteriaAndConditions() {
        Checked<Rule> checked = read(
                "trigger: x.a\ncriteria: {trigger.n: {type: gt, pattern: 1}}\nwhere: 'trigger.m'",
                "throttle: {per: 1m}");

        Rule rule = checked.value().orElseThrow();
        assertThat(rule.when()).isNull();
        assertThat(rule.isCorrelated()).isTrue();
        assertThat(rule.criteria()).hasSize(1);
        assertThat(rule.where()).isEqualTo("trigger.m");
    }

    @Test
    void looksIntoTheEventsOfTheRule() {
        assertThat(good(EVENTS, "throttle: {per: 1m, by: down.host}").throttle())
                .isEqualTo(new Limits.Throttle(Duration.ofMinutes(1), "down.host", 1));
        assertThat(Folders.texts(
                        read(EVENTS, "throttle: {per: 1m, by: dwn.host}").problems()))
                .containsExactly(
                        "r.yaml:4:27: The path of 'by' starts with 'dwn', which it cannot see. Did you mean 'down'?"
                                + " Allowed are trigger, down, fan.");
        assertThat(Folders.texts(read(EVENTS, "guard: {targets: 3, per: 1m, of: up.host}")
                        .problems()))
                .containsExactly("r.yaml:4:36: The path of 'of' starts with 'up', which it cannot see."
                        + " Allowed are trigger, down, fan.");
    }

    @Test
    void refusesDebounceTogetherWithCollapse() {
        assertThat(problems("debounce: {quiet: 30s}", "collapse: {for: 60s}"))
                .containsExactly(
                        "r.yaml:5:3: 'debounce' and 'collapse' cannot stand together: both make one match of many."
                                + " Write one of them.");
    }

    @Test
    void refusesUnknownKeysWithTheNearestName() {
        assertThat(problems(
                        "throtle: {}",
                        "throttle: {per: 1m, max: 2}",
                        "guard: {target: 3, targets: 3, of: trigger.h, per: 1m}"))
                .containsExactly(
                        "r.yaml:4:3: Unknown key 'throtle' in 'limits'. Did you mean 'throttle'? Allowed are collapse,"
                                + " debounce, flap, guard, throttle.",
                        "r.yaml:5:23: Unknown key 'max' in 'throttle'. Allowed are by, count, per.",
                        "r.yaml:6:11: Unknown key 'target' in 'guard'. Did you mean 'targets'? Allowed are of, per, targets.");
    }

    @Test
    void refusesLimitsWithoutWhatTheyNeed() {
        String duration = "' is a required property. Write 500ms, 30s, 5m, 2h, 7d, or a number of seconds.";
        assertThat(problems("throttle: {}", "debounce: {}", "flap: {}", "guard: {}"))
                .containsExactlyInAnyOrder(
                        "r.yaml:4:13: 'per" + duration,
                        "r.yaml:5:13: 'quiet" + duration,
                        "r.yaml:6:9: 'of' is a required property, and has to have a value.",
                        "r.yaml:6:9: 'changes' is a required property. Write a whole number of at least 1.",
                        "r.yaml:6:9: 'within" + duration,
                        "r.yaml:6:9: 'hold" + duration,
                        "r.yaml:7:10: 'targets' is a required property. Write a whole number of at least 1.",
                        "r.yaml:7:10: 'of' is a required property, and has to have a value.",
                        "r.yaml:7:10: 'per" + duration);
        assertThat(problems("collapse: {}")).containsExactly("r.yaml:4:13: 'for" + duration);
        assertThat(problems("throttle:"))
                .containsExactly("r.yaml:4:3: 'throttle' is empty. Write {per: …} below it, or leave the key out.");
    }

    @Test
    void refusesNumbersOutsideTheirBounds() {
        assertThat(problems(
                        "throttle: {per: 1m, count: 0}",
                        "collapse: {for: 1m, max: 1001}",
                        "flap: {of: trigger.s, changes: -1, within: 1m, hold: 1m}",
                        "guard: {targets: 0, of: trigger.h, per: 1m}"))
                .containsExactly(
                        "r.yaml:4:30: Expected a whole number of at least 1 for 'count', but found the number 0.",
                        "r.yaml:5:28: Expected a whole number from 1 to 1000 for 'max', but found the number 1001.",
                        "r.yaml:6:34: Expected a whole number of at least 1 for 'changes', but found the number -1.",
                        "r.yaml:7:20: Expected a whole number of at least 1 for 'targets', but found the number 0.");
    }

    @Test
    void refusesToWaitShorterThanItHasToBeQuiet() {
        assertThat(problems("debounce: {quiet: 5m, at_most: 90s}"))
                .containsExactly(
                        "r.yaml:4:25: 'at_most' is 90s, shorter than 'quiet', which is 5m: it would never be quiet."
                                + " Write a longer one.");
    }

    @Test
    void refusesPathsThatDoNotParse() {
        assertThat(problems("throttle: {per: 1m, by: host}", "guard: {targets: 1, of: event.host, per: 1m}"))
                .containsExactly(
                        "r.yaml:4:27: Expected a path for 'by', but found the text 'host'."
                                + " Write it as in trigger.host or trigger.labels['X-Kind'][0].",
                        "r.yaml:5:27: The path of 'of' starts with 'event', which it cannot see. Allowed are trigger.");
    }

    @Test
    void refusesALimitForABackstop() {
        assertThat(Folders.texts(read("trigger: x.a\ntype: backstop", "throttle: {per: 1m}")
                        .problems()))
                .containsExactly(
                        "r.yaml:3:7: A backstop rule is asked about single events that no rule matched, so it has no 'limits'."
                                + " Leave out 'limits' or 'type'.");
    }
}
