package io.drover.workflow.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.workflow.definition.LoadException;
import io.drover.workflow.definition.Place;
import io.drover.workflow.inspect.Finding;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainTest {
    private static LoadException refusal(String text) {
        return assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> Chain.read(text))
                .actual();
    }

    @Test
    void readsAllThatATaskMaySay() {
        Chain chain = Chain.read("""
                default: a
                vars: {greeting: "Hello {{ who }}"}
                chain:
                  - name: a
                    ref: core.echo
                    parameters: {message: "{{ greeting }}"}
                    on-success: b
                    on-failure: c
                    publish: {said: "{{ a.stdout }}"}
                    notify: {on-failure: {message: oh, routes: [slack]}}
                  - {name: b, ref: core.noop}
                  - {name: c, ref: core.noop, params: {x: 1}}
                """);

        ChainTask a = Objects.requireNonNull(chain.tasks().get("a"));
        assertThat(chain.start()).isEqualTo("a");
        assertThat(chain.vars()).isEqualTo(Map.of("greeting", "Hello {{ who }}"));
        assertThat(chain.tasks().keySet()).containsExactly("a", "b", "c");
        assertThat(a.ref()).isEqualTo("core.echo");
        assertThat(a.parameters()).isEqualTo(Map.of("message", "{{ greeting }}"));
        assertThat(a.onSuccess()).isEqualTo("b");
        assertThat(a.onFailure()).isEqualTo("c");
        assertThat(a.publish()).isEqualTo(Map.of("said", "{{ a.stdout }}"));
        assertThat(a.notices()).containsOnlyKeys("on-failure");
        assertThat(Objects.requireNonNull(chain.tasks().get("c")).parameters()).isEqualTo(Map.of("x", 1L));
    }

    @Test
    void readsJsonThatIsIndentedByTabs() {
        Chain chain = Chain.read("""
                {
                \t"chain": [
                \t\t{"name": "a", "ref": "core.local", "parameters": {"cmd": "ls \\/tmp; echo \\"x\\""}}
                \t]
                }
                """);

        assertThat(Objects.requireNonNull(chain.tasks().get("a")).parameters())
                .isEqualTo(Map.of("cmd", "ls /tmp; echo \"x\""));
    }

    @Test
    void startsWithTheFirstTaskThatNoOtherLeadsTo() {
        Chain chain = Chain.read("""
                chain:
                  - {name: b, ref: core.noop}
                  - {name: a, ref: core.noop, on-success: b}
                  - {name: c, ref: core.noop}
                """);

        assertThat(chain.start()).isEqualTo("a");
    }

    @Test
    void startsWithTheFirstTaskWhereAllLeadToEachOther() {
        Chain chain = Chain.read("""
                chain:
                  - {name: a, ref: core.noop, on-success: b}
                  - {name: b, ref: core.noop, on-success: a}
                """);

        assertThat(chain.start()).isEqualTo("a");
    }

    @Test
    void takesNullForWhatMayBeLeftOut() {
        Chain chain = Chain.read("""
                default:
                vars:
                chain:
                  - {name: a, ref: core.noop, parameters: null, on-success: null, publish: null, notify: null}
                """);

        assertThat(chain.start()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                chain: [{name: a, ref: core.noop, on-success: z}]                       | Unable to find node with name "z" referenced in "on-success" in task "a".
                chain: [{name: a, ref: core.noop, on-failure: z}]                       | Unable to find node with name "z" referenced in "on-failure" in task "a".
                {default: z, chain: [{name: a, ref: core.noop}]}                        | Unable to find node with name "z" referenced in "default".
                chain: [{name: a, ref: core.noop, params: {p: 1}, parameters: {q: 2}}]  | Either "params" or "parameters" attribute needs to be provided, but not both, in task "a".
                chain: [{name: a, ref: core.noop, with: x}]                             | Additional properties are not allowed ('with' was unexpected).
                {chain: [{name: a, ref: core.noop}], output: x}                         | Additional properties are not allowed ('output' was unexpected).
                chain: [{name: a}]                                                      | 'ref' is a required property.
                chain: [{ref: core.noop}]                                               | 'name' is a required property.
                chain: [{name: a, ref: core.noop, on-success: 5}]                       | 5 is not of type 'string'.
                chain: {name: a}                                                        | {'name': 'a'} is not of type 'array'.
                chain: [just a text]                                                    | 'just a text' is not of type 'object'.
                vars: {a: 1}                                                            | 'chain' is a required property.
                chain: [{name: a, ref: core.noop, notify: {on-mood: {}}}]               | Additional properties are not allowed ('on-mood' was unexpected).
                chain: []                                                               | The chain has no task. Add one to "chain".
                """)
    void refusesWhatIsWrong(String text, String problem) {
        assertThat(refusal(text).problem()).isEqualTo(problem);
    }

    @Test
    void tellsAllThatIsWrongAndThePlaceOfTheFirst() {
        LoadException refusal = refusal("""
                chain:
                  - name: a
                    ref: core.noop
                    on-success: y
                  - name: b
                    ref: core.noop
                    on-failure: z
                """);

        assertThat(refusal.problem())
                .isEqualTo("Unable to find node with name \"y\" referenced in \"on-success\" in task \"a\"; "
                        + "Unable to find node with name \"z\" referenced in \"on-failure\" in task \"b\".");
        assertThat(refusal.line()).isEqualTo(4);
        assertThat(refusal.column()).isEqualTo(17);
    }

    @Test
    void refusesATextThatIsNoMapping() {
        assertThat(refusal("- a").problem()).startsWith("Expected an action chain");
        assertThat(refusal("").problem()).startsWith("Expected an action chain");
    }

    @Test
    void runsWithAnUnknownPropertyInALaterTaskAsStackStormDoesButFindsIt() {
        String text = """
                chain:
                  - {name: a, ref: core.noop, on-success: b}
                  - name: b
                    description: the last one
                    ref: core.noop
                """;

        assertThat(Chain.read(text).tasks()).containsKeys("a", "b");
        assertThat(Chain.inspect(text)).singleElement().satisfies(finding -> {
            assertThat(finding.message()).contains("'description' was unexpected");
            assertThat(finding.specPath()).isEqualTo("chain[1]");
            assertThat(finding.place()).contains(new Place(4, 5));
        });
    }

    @Test
    void runsTheFirstOfTasksWithEqualNamesButFindsTheOther() {
        String text = """
                chain:
                  - {name: a, ref: core.noop}
                  - {name: a, ref: core.echo}
                """;

        assertThat(Objects.requireNonNull(Chain.read(text).tasks().get("a")).ref())
                .isEqualTo("core.noop");
        assertThat(Chain.inspect(text)).extracting(Finding::specPath).containsExactly("chain[1].name");
    }

    @Test
    void findsTemplatesThatCannotBeReadWithTheirPlaces() {
        assertThat(Chain.inspect("""
                vars: {v: "{{ 1 +"}
                chain:
                  - name: a
                    ref: core.noop
                    parameters: {deep: [{x: "{% if %}"}]}
                """))
                .extracting(Finding::specPath, finding -> finding.kind().type(), Finding::language, Finding::place)
                .containsExactly(
                        tuple("vars.v", "expression", "jinja", Optional.of(new Place(1, 11))),
                        tuple("chain[0].parameters.deep[0].x", "expression", "jinja", Optional.of(new Place(5, 29))));
    }

    @Test
    void acceptsABranchThatATemplateNames() {
        assertThat(Chain.inspect("""
                default: "{{ first }}"
                chain:
                  - {name: a, ref: core.noop, on-success: "{{ next }}"}
                """)).isEmpty();
    }

    @Test
    void tellsAChainFromAWorkflow() {
        assertThat(Chain.isMeantBy("chain: [{name: a}]")).isTrue();
        assertThat(Chain.isMeantBy("version: 1.0\ntasks: {a: {action: core.noop}}"))
                .isFalse();
        assertThat(Chain.isMeantBy("chain: [")).isFalse();
    }
}
