package io.drover.workflow.chain;

import static io.drover.workflow.chain.ChainRuns.NOW;
import static io.drover.workflow.chain.ChainRuns.conductor;
import static io.drover.workflow.chain.ChainRuns.input;
import static io.drover.workflow.chain.ChainRuns.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.expressions.Jinja;
import io.drover.expressions.value.HasAttributes;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Signature;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Limits;
import io.drover.workflow.conduct.Step;
import io.drover.workflow.conduct.Surroundings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the templates of a chain see and give. */
class ChainTemplatesTest {
    @Test
    void showsTemplatesTheParametersResultsVariablesAndContext() {
        ChainConductor conductor = conductor("""
                vars: {greeting: "Hello {{ who }}", limit: 3}
                chain:
                  - {name: a, ref: core.noop, on-success: b, publish: {said: "{{ a.stdout }}!", plain: 7}}
                  - name: b
                    ref: core.noop
                    parameters:
                      parameter: "{{ who }}"
                      result: "{{ a.stdout }}"
                      all: "{{ __results }}"
                      variable: "{{ greeting }} {{ limit }}"
                      published: "{{ said }} {{ plain }}"
                      parent: "{{ action_context.parent.execution_id }}"
                      config: "{{ config_context.host }}"
                      everything: "{{ __context.who }}"
                """);
        Surroundings surroundings =
                new Surroundings(NOW.now(), Map.of(), Map.of("config_context", Map.of("host", "h1")));

        Step first =
                started(conductor, Map.of("parent", Map.of("execution_id", "e1")), Map.of("who", "Ann"), surroundings);
        Step second = conductor.next(
                first.state(), new Reported("a", 0, null, Status.SUCCEEDED, Map.of("stdout", "hi")), surroundings);

        assertThat(input(second))
                .isEqualTo(Map.of(
                        "parameter", "Ann",
                        "result", "hi",
                        "all", "{'a': {'stdout': 'hi'}}",
                        "variable", "Hello Ann 3",
                        "published", "hi! 7",
                        "parent", "e1",
                        "config", "h1",
                        "everything", "Ann"));
    }

    @Test
    void looksKeysUpInTheDatastoreAlsoByTheirNamesOfOld() {
        HasAttributes keys = new HasAttributes() {
            @Override
            public @Nullable Object attribute(String name) {
                return name.equals("system") ? Map.of("domain", "example.org") : Mappings.ABSENT;
            }

            @Override
            public String typeName() {
                return "st2kv";
            }
        };
        Jinja jinja = Jinja.strict()
                .withFilter("decrypt_kv", Signature.function("decrypt_kv(value)", (meter, a) -> "clear " + a[0]));
        Chain chain = Chain.read("""
                vars: {first: "{{ st2kv.system.domain | decrypt_kv }}"}
                chain:
                  - name: a
                    ref: core.noop
                    parameters: {now: "{{ st2kv.system.domain }}", old: "{{ system.domain }}", first: "{{ first }}"}
                """);
        ChainConductor conductor = new ChainConductor(chain, jinja, Limits.standard());

        Step step =
                started(conductor, Map.of(), Map.of(), new Surroundings(NOW.now(), Map.of(), Map.of("st2kv", keys)));

        assertThat(input(step))
                .isEqualTo(Map.of("now", "example.org", "old", "example.org", "first", "clear example.org"));
    }

    @Test
    void rendersTemplatesToTextAndLeavesOtherValuesAsTheyAre() {
        ChainConductor conductor = conductor("""
                chain:
                  - name: a
                    ref: core.noop
                    parameters:
                      text: "{{ number }}"
                      list: "{{ numbers }}"
                      yes: true
                      whole: 3
                      part: 1.5
                      nothing: null
                      object: {"{{ word }}": ["{{ number }}", 4, "{{ word }}"], text: "[{{ number }}, 2]"}
                """);

        Step step = started(conductor, Map.of("number", 1L, "numbers", List.of(1L, "x"), "word", "w"));

        Map<String, @Nullable Object> expected = new HashMap<>(Map.of(
                "text",
                "1",
                "list",
                "[1, 'x']",
                "yes",
                true,
                "whole",
                3L,
                "part",
                1.5,
                "object",
                Map.of("w", List.of("1", 4L, "w"), "text", "[1, 2]")));
        expected.put("nothing", null);
        assertThat(input(step)).isEqualTo(expected);
    }

    @Test
    void letsNoValueBreakOutOfItsPlaceInAList() {
        ChainConductor conductor = conductor("""
                chain: [{name: a, ref: core.noop, parameters: {l: ["{{ x }}"], escaped: ["{{ x | json_escape }}"]}}]
                """);
        String hostile = "\", \"more\"\nC:\\new";

        Step step = started(conductor, Map.of("x", hostile));

        assertThat(input(step)).isEqualTo(Map.of("l", List.of(hostile), "escaped", List.of(hostile)));
    }
}
