package io.drover.ruledsl.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Problem;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.ruledsl.YamlPackReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulebookTranslatorTest {
    private static final Path EXAMPLES = Path.of("src/test/resources/rulebooks");

    private final YamlPackReader reader = new YamlPackReader(null);

    private static Translation translated(String yaml) {
        return new RulebookTranslator("eda", Map.of())
                .translate(yaml, "book.yml")
                .value()
                .orElseThrow();
    }

    private static Translation example(String name) {
        return example(EXAMPLES.resolve(name + ".yml"), Map.of());
    }

    private static Translation example(Path file, Map<String, ? extends @Nullable Object> vars) {
        try {
            return new RulebookTranslator("eda", vars)
                    .translate(Files.readString(file), String.valueOf(file.getFileName()))
                    .value()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A rulebook of one rule, which stands in line 5. */
    private static String book(String source, String... rule) {
        return "- name: Disk alarms\n  hosts: all\n  sources: [" + source + "]\n  rules:\n    - name: R one\n      "
                + String.join("\n      ", rule) + "\n";
    }

    private Rule rule(Translation translation, String name) {
        String text = Objects.requireNonNull(translation.files().get("rules/" + name + ".yaml"), name);
        var checked = reader.ruleText(text, name, "eda");
        assertThat(checked.problems()).isEmpty();
        return checked.value().orElseThrow();
    }

    private static List<String> told(Translation translation) {
        return translation.remarks().stream()
                .map(remark -> remark.line() + ": " + remark.told())
                .toList();
    }

    private static When when(Rule rule) {
        return Objects.requireNonNull(rule.when());
    }

    @Test
    void makesARuleAndTheTriggerItsSourceHasToEmit() {
        Translation translation = translated(book("range: {limit: 5}", "condition: event.i >= 2", "action: {debug: }"));

        Rule rule = rule(translation, "disk_alarms_r_one");
        assertThat(rule.enabled()).isTrue();
        assertThat(rule.trigger().type()).hasToString("eda.disk_alarms");
        assertThat(rule.where()).isEqualTo("trigger.i >= 2");
        assertThat(rule.actions().get(0).ref()).hasToString("core.announcement");
        assertThat(translation.files()).containsKey("triggers/disk_alarms.yaml");
        assertThat(translation.files().get("rules/disk_alarms_r_one.yaml"))
                .startsWith("# From the rule 'R one' of book.yml, line 5.\n");
        assertThat(told(translation))
                .containsExactly("3: note: the source 'range' has to emit the trigger eda.disk_alarms:"
                        + " write a route or sensor that does");
    }

    @Test
    void makesWebhooksOursWithTheirPayload() {
        Translation translation = translated(book(
                "ansible.eda.webhook: {port: 5000}",
                "condition: event.payload.kind == 'fire'",
                "action: {debug: {msg: 'In {{ event.payload.room }}'}}"));

        Rule rule = rule(translation, "disk_alarms_r_one");
        assertThat(rule.trigger().type()).hasToString("core.st2.webhook");
        assertThat(rule.trigger().parameters()).isEqualTo(Map.of("url", "disk_alarms"));
        assertThat(rule.where()).isEqualTo("trigger.body.kind == 'fire'");
        assertThat(rule.actions().get(0).parameters())
                .isEqualTo(Map.of("message", Map.of("debug", "In {{ trigger.body.room }}")));
        assertThat(told(translation))
                .containsExactly(
                        "3: note: the source 'ansible.eda.webhook' is our webhook: post to /v1/webhooks/disk_alarms instead");
    }

    @Test
    void translatesEventsThatBelongTogether() {
        When all = when(rule(example("54_time_window"), "54_time_window_maint_cycle"));
        When joined = when(rule(example("75_all_conditions"), "75_all_conditions_r1"));

        assertThat(all.form()).isInstanceOf(Form.All.class);
        assertThat(all.within()).isEqualTo(Duration.ofSeconds(10));
        assertThat(joined.within()).isEqualTo(Duration.ofHours(2));
        assertThat(joined.events().get(1).where()).contains("m_0.request.friend_name");
    }

    @Test
    void translatesThrottlesIntoLimitsAndCounts() {
        Rule within = rule(
                translated(book(
                        "range:",
                        "condition: event.level == 'error'",
                        "throttle: {once_within: 5 minutes, group_by_attributes: [event.host]}",
                        "action: {none: }")),
                "disk_alarms_r_one");
        Rule after = rule(example("56_once_after"), "56_once_after_r1");
        When count = when(rule(example("95_accumulate_within"), "95_accumulate_within_r1"));

        assertThat(within.limits().throttle()).isEqualTo(new Limits.Throttle(Duration.ofMinutes(5), "trigger.host", 1));
        assertThat(within.enabled()).isTrue();
        assertThat(after.limits().collapse()).isEqualTo(new Limits.Collapse(Duration.ofSeconds(10), null, 1_000));
        assertThat(count.form())
                .isInstanceOfSatisfying(
                        Form.Count.class, form -> assertThat(form.atLeast()).isEqualTo(3));
        assertThat(count.by()).isEqualTo(Map.of("m_0", "trigger.level"));
        assertThat(count.within()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void switchesARuleOffOfWhichSomethingIsLost() {
        Translation grouped = example("52_once_within");
        Translation facts = example("04_set_fact");
        Translation missing = example("55_not_all");

        assertThat(rule(grouped, "52_once_within_r1").enabled()).isFalse();
        assertThat(grouped.files().get("rules/52_once_within_r1.yaml"))
                .contains("# could not: 'group_by_attributes' has 2 attributes");
        assertThat(told(facts))
                .contains("12: could not: rule 'r1': the action 'set_fact' changes long-lived facts."
                        + " Set a key of the datastore instead, and ask for st2kv.system.name");
        assertThat(rule(facts, "04_assert_fact_r1").enabled()).isFalse();
        assertThat(rule(missing, "55_not_all_maint_failed").enabled()).isFalse();
        assertThat(when(rule(missing, "55_not_all_maint_failed")).hold()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void leavesOutARuleWhoseConditionCannotBeSaid() {
        Translation translation = example("51_vars_namespace");

        assertThat(translation.files()).doesNotContainKey("rules/51_vars_namespace_int_test.yaml");
        assertThat(told(translation))
                .contains("49: could not: rule 'int_test': 'vars.person.age' is known only when a rulebook starts."
                        + " Give the variables with --vars FILE");
    }

    @Test
    void putsInWhatTheRulebookIsStartedWith() {
        Translation translation =
                example(EXAMPLES.resolve("51_vars_namespace.yml"), Map.of("person", Map.of("age", 45L)));

        assertThat(rule(translation, "51_vars_namespace_int_test").where()).isEqualTo("trigger.age == 45");
    }

    @Test
    void callsPlaybooksModulesAndTemplatesOfTheController() {
        Rule playbook = rule(example("21_run_playbook"), "21_run_playbook_r1");
        Rule module = rule(example("29_run_module"), "29_run_module_r1");
        Rule template = rule(example("46_job_template"), "test_run_job_templates_run_job_template");

        assertThat(playbook.actions().get(0).ref()).hasToString("ansible.playbook");
        assertThat(playbook.actions().get(0).parameters()).isEqualTo(Map.of("playbook", "playbooks/hello.yml"));
        assertThat(module.actions().get(0).parameters())
                .containsEntry("module_name", "ansible.builtin.debug")
                .containsEntry("args", "msg='I am Malenia, blade of Miquella'");
        assertThat(template.actions().get(0).ref()).hasToString("core.http");
        assertThat(template.actions().get(0).parameters())
                .containsEntry(
                        "url",
                        "{{ st2kv.system.controller_url }}/api/controller/v2/job_templates/Demo%20Job%20Template++Default/launch/")
                .containsEntry("body", "{{ {'extra_vars': {'hello': 'Fred'}} | to_json_string }}");
        assertThat(template.enabled()).isFalse();
    }

    @Test
    void emitsTheRulesetsOwnTrigger() {
        Rule rule = rule(example("05_post_event"), "05_post_event_r1");

        assertThat(rule.actions().get(0).ref()).hasToString("core.inject_trigger");
        assertThat(rule.actions().get(0).parameters())
                .isEqualTo(Map.of("trigger", "eda.05_post_event", "payload", Map.of("msg", "hello world")));
    }

    @Test
    void refusesTemplatesWithVariablesThatOursDoNotSee() {
        Translation translation =
                translated(book("range:", "condition: true", "action: {debug: {msg: 'At {{ alarm_location }}'}}"));

        assertThat(told(translation))
                .contains("7: could not: rule 'R one': '{{ alarm_location }}' is nothing that templates of ours see."
                        + " Write its value");
    }

    @Test
    void seesTheEventThatCameUnderEachNameOfAny() {
        Translation translation = translated(book(
                "range:",
                "condition: {any: [events.s << event.a == 1, events.s << event.b == 1]}",
                "action: {debug: {msg: '{{ events.s.host }}'}}"));

        Rule rule = rule(translation, "disk_alarms_r_one");
        assertThat(when(rule).form().events()).extracting(event -> event.name()).containsExactly("m_0", "m_1");
        assertThat(rule.actions().get(0).parameters())
                .isEqualTo(Map.of("message", Map.of("debug", "{{ trigger.host }}")));
    }

    @Test
    void refusesWhatIsNoRulebook() {
        assertThat(new RulebookTranslator("eda", Map.of())
                        .translate("name: x\n", "book.yml")
                        .problems())
                .extracting(Problem::toString)
                .containsExactly("book.yml:1:1: Expected a rulebook to be a list of rulesets, but found a mapping.");
    }

    @Test
    void everyRuleOfTheExamplesReadsOrIsToldOf() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(EXAMPLES)) {
            files = all.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
        int rules = 0;
        for (Path file : files) {
            Translation translation = example(file, Map.of());
            for (Map.Entry<String, String> made : translation.files().entrySet()) {
                if (made.getKey().startsWith("rules/")) {
                    assertThat(reader.ruleText(made.getValue(), made.getKey(), "eda")
                                    .problems())
                            .as(made.getValue())
                            .isEmpty();
                    rules++;
                }
            }
            long written = Files.readAllLines(file).stream()
                    .filter(line -> line.strip().startsWith("condition:"))
                    .count();
            long kept = translation.files().keySet().stream()
                    .filter(name -> name.startsWith("rules/"))
                    .count();
            assertThat(kept == written || translation.remarks().stream().anyMatch(Remark::isLoss))
                    .as(file.toString())
                    .isTrue();
        }

        assertThat(files).hasSizeGreaterThan(20);
        assertThat(rules).isGreaterThan(35);
    }
}
