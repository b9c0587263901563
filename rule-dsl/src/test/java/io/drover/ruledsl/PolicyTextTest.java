package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.pack.Problem;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import io.drover.ruledsl.read.Origin;
import io.drover.ruledsl.read.PolicyForm;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.SourceText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies as packs write them. */
class PolicyTextTest {

    @Test
    void readsEveryTypeWithItsDefaults() {
        Policy few = policy("action.concurrency", "{threshold: 3}");
        Policy perHost = policy("action.concurrency.attr", "{threshold: 1, action: cancel, attributes: [host]}");
        Policy again = policy("action.retry", "{retry_on: timeout, delay: 0.5}");

        assertThat(few.type()).isEqualTo(PolicyType.CONCURRENCY);
        assertThat(few.parameters()).isEqualTo(Map.of("threshold", 3L, "action", "delay"));
        assertThat(perHost.parameters())
                .isEqualTo(Map.of("threshold", 1L, "action", "cancel", "attributes", List.of("host")));
        assertThat(again.parameters()).isEqualTo(Map.of("retry_on", "timeout", "delay", 0.5, "max_retry_count", 2L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    action.concurrency      | {threshold: x}                              | as 'threshold'
                    action.concurrency      | {action: delay}                             | 'threshold' is a required property
                    action.concurrency      | {threshold: 1, action: wait}                | one of [delay, cancel]
                    action.concurrency      | {threshold: 1, attributes: [host]}          | Unknown key 'attributes'
                    action.concurrency.attr | {threshold: 1, attributes: [host, host]}    | differ from each other
                    action.concurrency.attr | {threshold: 1, attributes: host}            | a list of names
                    action.retry            | {retry_on: always}                          | one of [failure, timeout]
                    action.retry            | {retry_on: failure, max_retry_count: 6}     | a number from 1 to 5
                    action.retry            | {retry_on: failure, delay: 121}             | a number from 0 to 120
                    action.retry            | {retry_on: failure, delay: soon}            | a number
                    action.concurency       | {threshold: 1}                              | "action.concurency" does not exist
                    """)
    void refusesWhatTheTypeDoesNotAllowAndSaysWhere(String type, String parameters, String said) {
        Checked<Policy> checked = read(type, parameters);

        assertThat(checked.value()).isEmpty();
        assertThat(checked.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains(said))
                .extracting(Problem::line)
                .isIn(3, 4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {threshold: many}            | a whole number as 'threshold', but found the text 'many'.
                    {threshold: 1.50}            | a whole number as 'threshold', but found the number 1.50.
                    {threshold: 1, action: no}   | as 'action', but found the boolean no.
                    {threshold: [1]}             | a whole number as 'threshold', but found a list.
                    """)
    void saysOnceWhatItFound(String parameters, String said) {
        Checked<Policy> checked = read("action.concurrency", parameters);

        assertThat(checked.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).endsWith(said));
    }

    @Test
    void readsBackWhatItWrote() {
        Policy policy = policy("action.retry", "{retry_on: failure, max_retry_count: 1, delay: 3}");

        Checked<Policy> again = new YamlPackReader(null).policy(PolicyForm.document(policy), "database", "ops");

        assertThat(again.valueOrNull()).isEqualTo(policy);
    }

    private static Policy policy(String type, String parameters) {
        Checked<Policy> checked = read(type, parameters);
        assertThat(checked.problems()).isEmpty();
        return checked.value().orElseThrow();
    }

    private static Checked<Policy> read(String type, String parameters) {
        Findings findings = new Findings("ops/policies/few.yaml");
        String text = """
                name: few
                resource_ref: ops.run
                policy_type: %s
                parameters: %s
                """.replaceFirst("%s", type).replace("%s", parameters);
        Located located = SourceText.yaml(text, findings);
        return findings.checked(
                located == null
                        ? null
                        : new PolicyForm(findings).read(located, new Origin("ops", "policies/few.yaml")));
    }
}
