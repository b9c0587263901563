package io.drover.engine.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {

    @Test
    void anEmptySchemaLetsEverythingPass() {
        assertThat(SchemaCheck.of(Map.of()).violations(Map.of("a", List.of(1L))))
                .isEmpty();
    }

    @Test
    void everyViolationIsToldWithItsPlace() {
        SchemaCheck check = SchemaCheck.of(Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "host", Map.of("type", "string"),
                        "ports", Map.of("type", "array", "items", Map.of("type", "integer")))));

        List<String> violations = check.violations(Map.of("host", 1L, "ports", List.of(1L, "x")));

        assertThat(violations).hasSize(2);
        assertThat(violations).anyMatch(text -> text.contains("host"));
        assertThat(violations).anyMatch(text -> text.contains("ports") && text.contains("1"));
    }

    @Test
    void requiredMayStandWithinAProperty() {
        SchemaCheck check = SchemaCheck.of(Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "host", Map.of("type", "string", "required", true),
                        "port", Map.of("type", "integer", "required", false),
                        "inner",
                                Map.of(
                                        "type",
                                        "object",
                                        "properties",
                                        Map.of("x", Map.of("type", "string", "required", true))))));

        assertThat(check.violations(Map.of("host", "a"))).isEmpty();
        assertThat(check.violations(Map.of())).singleElement().asString().contains("host");
        assertThat(check.violations(Map.of("host", "a", "inner", Map.of())))
                .singleElement()
                .asString()
                .contains("x");
    }

    @Test
    void requiredOfDraft4GoesTogetherWithStackStormsOwn() {
        SchemaCheck check = SchemaCheck.of(Map.of(
                "type", "object",
                "required", List.of("a"),
                "properties", Map.of("a", Map.of(), "b", Map.of("required", true))));

        assertThat(check.violations(Map.of())).hasSize(2);
    }

    @Test
    void aPropertyMayBeNamedLikeAWordOfStackStorm() {
        SchemaCheck check = SchemaCheck.ofProperties(
                Map.of("secret", Map.of("type", "string"), "required", Map.of("type", "string"), "position", Map.of()));

        assertThat(check.violations(Map.of("secret", "a", "required", "b", "position", 1L)))
                .isEmpty();
        assertThat(check.violations(Map.of("required", 1L))).hasSize(1);
    }

    @Test
    void onlyTheGivenPropertiesAreAllowed() {
        assertThat(SchemaCheck.ofProperties(Map.of("a", Map.of())).violations(Map.of("b", 1L)))
                .singleElement()
                .asString()
                .contains("b");
    }

    @Test
    void nullIsNoText() {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("a", null);

        assertThat(SchemaCheck.ofProperties(Map.of("a", Map.of("type", "string")))
                        .violations(value))
                .hasSize(1);
        assertThat(SchemaCheck.ofProperties(Map.of("a", Map.of("type", List.of("string", "null"))))
                        .violations(value))
                .isEmpty();
    }

    @Test
    void aWholeNumberIsNoFraction() {
        SchemaCheck check = SchemaCheck.ofProperties(Map.of("n", Map.of("type", "integer")));

        assertThat(check.violations(Map.of("n", 5L))).isEmpty();
        assertThat(check.violations(Map.of("n", 5.5))).hasSize(1);
    }

    @Test
    void whatIsNoSchemaIsTold() {
        SchemaCheck check = SchemaCheck.ofProperties(Map.of("a", Map.of("$ref", "#/nowhere")));

        assertThatThrownBy(() -> check.violations(Map.of("a", 1L)))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("draft 4");
    }
}
