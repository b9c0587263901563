package io.drover.workflow.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.workflow.conduct.Quirk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every recorded run of StackStorm's workflow engine, one test each. */
class ConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** With all of its quirks. */
    @TestFactory
    Stream<DynamicTest> goesAsInStackStorm() throws IOException {
        return tests(Quirk.all(), answers("workflow_cases.expected.jsonl"));
    }

    /** As it is done where nothing else is said; what differs from StackStorm on purpose has its own expected transcript. */
    @TestFactory
    Stream<DynamicTest> goesAsPromised() throws IOException {
        Map<String, JsonNode> answers = answers("workflow_cases.expected.jsonl");
        answers.putAll(answers("workflow_repaired.expected.jsonl"));
        return tests(Quirk.standard(), answers);
    }

    private static Stream<DynamicTest> tests(Set<Quirk> quirks, Map<String, JsonNode> answers) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        for (String line : lines("workflow_cases.jsonl")) {
            cases.add(JSON.readTree(line));
        }
        assertThat(cases).hasSize(99);
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.get("id").asText(),
                        () -> check(
                                one,
                                Objects.requireNonNull(answers.get(one.get("id").asText())),
                                quirks)));
    }

    private static void check(JsonNode one, JsonNode expected, Set<Quirk> quirks) throws IOException {
        Map<String, Object> scenario = one.has("scenario") ? mapping(one.get("scenario")) : Map.of();

        JsonNode transcript = sorted(JSON.readTree(
                JSON.writeValueAsString(Rehearsal.transcript(one.get("workflow").asText(), scenario, quirks))));

        assertThat(transcript.toPrettyString()).isEqualTo(sorted(expected).toPrettyString());
    }

    /** Members by name, and the findings of the inspection in one order. */
    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode sorted = JSON.createObjectNode();
            object.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(member -> sorted.set(
                            member.getKey(),
                            member.getKey().equals("inspection")
                                    ? findings(member.getValue())
                                    : sorted(member.getValue())));
            return sorted;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode sorted = JSON.createArrayNode();
            array.forEach(element -> sorted.add(sorted(element)));
            return sorted;
        }
        return node;
    }

    private static JsonNode findings(JsonNode groups) {
        ObjectNode sorted = JSON.createObjectNode();
        groups.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(group -> {
            ArrayNode findings = sorted.putArray(group.getKey());
            Stream.of(group.getValue())
                    .flatMap(list -> {
                        List<JsonNode> all = new ArrayList<>();
                        list.forEach(finding -> all.add(sorted(finding)));
                        return all.stream();
                    })
                    .sorted(Comparator.comparing(JsonNode::toString))
                    .forEach(findings::add);
        });
        return sorted;
    }

    private static Map<String, JsonNode> answers(String name) throws IOException {
        Map<String, JsonNode> answers = new HashMap<>();
        for (String line : lines(name)) {
            JsonNode answer = JSON.readTree(line);
            answers.put(answer.get("id").asText(), answer.get("transcript"));
        }
        return answers;
    }

    @SuppressWarnings("unchecked") // Jackson makes a mapping of texts of every JSON object
    private static Map<String, Object> mapping(JsonNode node) {
        return JSON.convertValue(node, Map.class);
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = ConformanceTest.class.getResourceAsStream("/conformance/" + name)) {
            assertThat(in).as(name).isNotNull();
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
