package io.drover.engine.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.rehearse.Keys;
import io.drover.engine.rehearse.Plant;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static final Map<String, @Nullable Object> TRIGGER = Map.of(
            "trigger", Map.of("host", "a", "count", 3L, "tags", List.of("x", "y"), "who", Map.of("name", "anna")));

    private final Parameters parameters =
            new Parameters(new PackConfigs(new Registry(List.of()), Keys.none()), Keys.none());

    @Test
    void rendersATextWithWhatTheEventHolds() {
        CallableAction action = action(Map.of("cmd", Map.of("type", "string")));

        assertThat(requested(action, Map.of("cmd", "ping {{ trigger.host }} {{ trigger.count }}")))
                .isEqualTo(Map.of("cmd", "ping a 3"));
    }

    @Test
    void castsWhatATemplateGivesToTheTypeOfTheParameter() {
        CallableAction action = action(Map.of(
                "n", Map.of("type", "integer"),
                "f", Map.of("type", "number"),
                "on", Map.of("type", "boolean"),
                "list", Map.of("type", "array"),
                "object", Map.of("type", "object")));

        Map<String, @Nullable Object> given = Map.of(
                "n", "{{ trigger.count }}",
                "f", "{{ trigger.count }}",
                "on", "{{ trigger.count == 3 }}",
                "list", "{{ trigger.tags }}",
                "object", "{{ trigger.who }}");

        assertThat(requested(action, given))
                .isEqualTo(Map.of(
                        "n", 3L, "f", 3.0, "on", true, "list", List.of("x", "y"), "object", Map.of("name", "anna")));
    }

    @Test
    void aLoneBlockWithinAListOrAnObjectKeepsItsType() {
        CallableAction action = action(Map.of("list", Map.of("type", "array"), "object", Map.of("type", "object")));

        assertThat(requested(
                        action,
                        Map.of(
                                "list", List.of("{{ trigger.count }}", "n={{ trigger.count }}", 5L),
                                "object", Map.of("{{ trigger.host }}", "{{ trigger.tags }}"))))
                .isEqualTo(Map.of("list", List.of(3L, "n=3", 5L), "object", Map.of("a", List.of("x", "y"))));
    }

    @Test
    void whatIsNoTemplateStandsForItself() {
        CallableAction action = action(Map.of("cmd", Map.of("type", "string")));

        assertThat(requested(action, Map.of("cmd", "echo {{ broken"))).isEqualTo(Map.of("cmd", "echo {{ broken"));
    }

    @Test
    void parametersMayNeedEachOtherInAnyOrder() {
        CallableAction action = action(
                Map.of("a", Map.of("type", "string"), "b", Map.of("type", "string"), "c", Map.of("type", "integer")));

        assertThat(requested(action, Map.of("a", "{{ b }}!", "b", "{{ c + 1 }}", "c", "4")))
                .isEqualTo(Map.of("a", "5!", "b", "5", "c", 4L));
    }

    @Test
    void parametersThatNeedEachOtherInACircleAreRefused() {
        CallableAction action = action(Map.of("a", Map.of("type", "string"), "b", Map.of("type", "string")));

        refused(action, Map.of("a", "{{ b }}", "b", "{{ a }}"), "Cyclic dependency found in the following variables: ");
    }

    @Test
    void aVariableThatNobodyKnowsIsRefused() {
        CallableAction action = action(Map.of("a", Map.of("type", "string"), "b", Map.of("type", "string")));

        refused(action, Map.of("a", "{{ nobody }}"), "Dependency unsatisfied in variable \"nobody\"");
        refused(action, Map.of("a", "{{ b }}"), "Dependency unsatisfied in variable \"b\"");
    }

    @Test
    void aMemberThatIsNotThereIsRefused() {
        CallableAction action = action(Map.of("a", Map.of("type", "string"), "list", Map.of("type", "array")));

        refused(action, Map.of("a", "{{ trigger.nothing }}"), "Parameter 'a' of action 'plant.act'");
        refused(action, Map.of("list", List.of("{{ trigger.nothing }}")), "Parameter 'list' of action 'plant.act'");
        refused(action, Map.of("list", List.of("{{ trigger.keys }}")), "Parameter 'list' of action 'plant.act'");
    }

    @Test
    void defaultsAreNotStoredUnlessTheyAreTemplates() {
        CallableAction action = action(Map.of(
                "plain", Map.of("type", "string", "default", "d"),
                "rendered", Map.of("type", "string", "default", "{{ trigger.host }}/{{ plain }}"),
                "given", Map.of("type", "string", "default", "d")));

        assertThat(requested(action, Map.of("given", "g"))).isEqualTo(Map.of("rendered", "a/d", "given", "g"));
    }

    @Test
    void aDefaultStandsInForNull() {
        CallableAction action = action(Map.of("a", Map.of("type", "string", "default", "d")));

        assertThat(requested(action, nullFor("a"))).isEqualTo(Map.of("a", "d"));
    }

    @Test
    void anOptionalParameterMayBeNull() {
        CallableAction action = action(Map.of("a", Map.of("type", "string")));

        assertThat(requested(action, nullFor("a"))).isEqualTo(nullFor("a"));
    }

    @Test
    void aRequiredParameterMustBeThereAndNotNull() {
        CallableAction action =
                action(Map.of("cmd", Map.of("type", "string", "required", true), "b", Map.of("type", "string")));

        refused(action, Map.of(), "cmd");
        refused(action, nullFor("cmd"), "cmd");
        refused(action, Map.of("b", "x"), "cmd");
    }

    @Test
    void aParameterThatTheActionDoesNotHaveIsRefused() {
        refused(action(Map.of("a", Map.of("type", "string"))), Map.of("a", "x", "other", "y"), "other");
        refused(action(Map.of()), nullFor("other"), "other");
    }

    @Test
    void anImmutableParameterCannotBeGiven() {
        CallableAction action = action(Map.of("a", Map.of("type", "string", "default", "d", "immutable", true)));

        refused(action, Map.of("a", "x"), "Override of immutable parameter(s) ['a'] is unsupported");
        assertThat(requested(action, Map.of())).isEmpty();
        assertThat(complete(action, Map.of())).isEqualTo(Map.of("a", "d"));
    }

    @Test
    void aValueOfTheWrongTypeIsRefused() {
        CallableAction action = action(Map.of(
                "n", Map.of("type", "integer", "maximum", 5L),
                "s", Map.of("type", "string"),
                "e", Map.of("type", "string", "enum", List.of("x", "y"))));

        refused(action, Map.of("n", "many"), "'n'");
        refused(action, Map.of("n", "6"), "n");
        refused(action, Map.of("s", 5L), "'s' to be a string");
        refused(action, Map.of("e", "z"), "e");
    }

    @Test
    void everyViolationIsTold() {
        CallableAction action = action(
                Map.of("a", Map.of("type", "integer", "maximum", 5L), "b", Map.of("type", "integer", "maximum", 5L)));

        assertThatThrownBy(() -> requested(action, Map.of("a", 6L, "b", 7L)))
                .hasMessageContaining("a:")
                .hasMessageContaining("b:");
    }

    @Test
    void aRunnerGetsTheDefaultsOfWhatWasNotGiven() {
        CallableAction action = action(Map.of(
                "cmd", Map.of("type", "string"),
                "sudo", Map.of("type", "boolean", "default", false),
                "cwd", Map.of("type", "string", "default", "/home/{{ cmd }}"),
                "none", Map.of("type", "string")));

        assertThat(complete(action, Map.of("cmd", "x")))
                .isEqualTo(Map.of("cmd", "x", "sudo", false, "cwd", "/home/x", "timeout", 60L));
    }

    @Test
    void whatIsStoredIsNotRenderedAgain() {
        CallableAction action = action(
                Map.of("cmd", Map.of("type", "string"), "other", Map.of("type", "string", "default", "{{ cmd }}")));

        assertThat(complete(action, Map.of("cmd", "{{ 1 + 1 }}")))
                .isEqualTo(Map.of("cmd", "{{ 1 + 1 }}", "other", "{{ 1 + 1 }}", "timeout", 60L));
    }

    @Test
    void anActionMayChangeTheDefaultOfItsRunner() {
        CallableAction action = action(Map.of("timeout", Map.of("default", 5L)));

        assertThat(complete(action, Map.of())).isEqualTo(Map.of("timeout", 5L));
        refused(action, Map.of("timeout", "soon"), "'timeout' to be of type 'integer'");
    }

    private Map<String, @Nullable Object> requested(CallableAction action, Map<String, @Nullable Object> given) {
        return parameters.requested(action, given, TRIGGER).clear();
    }

    private Map<String, @Nullable Object> complete(CallableAction action, Map<String, @Nullable Object> stored) {
        return parameters
                .complete(action, new Prepared(stored, stored), Map.of())
                .clear();
    }

    private void refused(CallableAction action, Map<String, @Nullable Object> given, String... words) {
        assertThatThrownBy(() -> requested(action, given)).isInstanceOfSatisfying(DroverException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(refusal.getMessage()).contains(Arrays.asList(words));
        });
    }

    private static Map<String, @Nullable Object> nullFor(String name) {
        Map<String, @Nullable Object> given = new HashMap<>();
        given.put(name, null);
        return given;
    }

    private static CallableAction action(Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> ofRunner = schema.containsKey("cmd") || schema.containsKey("timeout")
                ? Map.of("timeout", Map.of("type", "integer", "default", 60L))
                : Map.of();
        return Plant.callable(schema, ofRunner);
    }
}
