package io.drover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.json.Document;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static final Map<String, Document> SCHEMA = schema();

    private static Map<String, Document> schema() {
        Map<String, Document> schema = new LinkedHashMap<>();
        schema.put("count", new Document(Map.of("type", "integer", "position", 1)));
        schema.put("name", new Document(Map.of("type", "string", "position", 0)));
        schema.put("ratio", new Document(Map.of("type", "number")));
        schema.put("flag", new Document(Map.of("type", "boolean")));
        schema.put("items", new Document(Map.of("type", "array")));
        schema.put("numbers", new Document(Map.of("type", "array", "items", Map.of("type", "integer"))));
        schema.put("opts", new Document(Map.of("type", "object")));
        schema.put("maybe", new Document(Map.of("type", List.of("null", "string", "integer"))));
        return schema;
    }

    private static Map<String, ?> read(String... words) {
        return new Parameters("default.cli_action", SCHEMA, path -> "content of " + path).read(List.of(words));
    }

    @Test
    void givesEachValueTheTypeOfItsParameter() {
        assertThat(read("count=3", "ratio=0.5", "flag=True", "name=7", "opts={\"a\": 1}", "maybe=4"))
                .isEqualTo(Map.of(
                        "count",
                        BigInteger.valueOf(3),
                        "ratio",
                        new BigDecimal("0.5"),
                        "flag",
                        true,
                        "name",
                        "7",
                        "opts",
                        Map.of("a", 1),
                        "maybe",
                        BigInteger.valueOf(4)));
    }

    @Test
    void takesArraysWithCommasAsJsonAndRepeated() {
        assertThat(read("items=x, y,z")).isEqualTo(Map.of("items", List.of("x", "y", "z")));
        assertThat(read("items=[\"a,b\"]")).isEqualTo(Map.of("items", List.of("a,b")));
        assertThat(read("items=x", "items=y")).isEqualTo(Map.of("items", List.of("x", "y")));
        assertThat(read("numbers=1,2")).isEqualTo(Map.of("numbers", List.of(BigInteger.ONE, BigInteger.TWO)));
        assertThat(read("items=")).isEqualTo(Map.of("items", List.of()));
    }

    @Test
    void takesObjectsAsPairs() {
        assertThat(read("opts=a=1,b=x")).isEqualTo(Map.of("opts", Map.of("a", "1", "b", "x")));
        assertThat(read("opts=a:1")).isEqualTo(Map.of("opts", Map.of("a", "1")));
    }

    @Test
    void takesAFilesContent() {
        assertThat(read("@name=/tmp/x")).isEqualTo(Map.of("name", "content of /tmp/x"));
    }

    @Test
    void takesWordsWithoutANameInTheOrderOfPositions() {
        assertThat(read("web", "3")).isEqualTo(Map.of("name", "web", "count", BigInteger.valueOf(3)));
        assertThat(read("name=web", "3")).isEqualTo(Map.of("name", "web", "count", BigInteger.valueOf(3)));
    }

    @Test
    void refusesWhatHasNoPlace() {
        assertThatThrownBy(() -> read("a", "1", "b"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("Expected a parameter of \"default.cli_action\" as name=value, but found \"b\"."
                        + " \"drover run default.cli_action --help\" shows its parameters.");
    }

    @Test
    void saysWhatAParameterTakes() {
        assertThatThrownBy(() -> read("flag=maybe"))
                .hasMessage("The parameter \"flag\" of \"default.cli_action\" takes true or false, but \"maybe\" was"
                        + " given.");
        assertThatThrownBy(() -> read("opts={a"))
                .hasMessageStartingWith("The parameter \"opts\" of \"default.cli_action\" is no valid JSON: ");
        assertThatThrownBy(() -> read("opts=a"))
                .hasMessageContaining("takes an object, as JSON or as key=value,key=value, but \"a\" was given.");
    }
}
