package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.expressions.recorded.RecordedCase;
import io.drover.expressions.recorded.RecordedCases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every recorded answer of the original Jinja2, YAQL and Orquesta's scanner, one test each. */
class ConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    @TestFactory
    Stream<DynamicTest> givesTheAnswersOfTheOriginalJinja() throws IOException {
        return tests("jinja", 348);
    }

    @TestFactory
    Stream<DynamicTest> givesTheAnswersOfTheOriginalYaql() throws IOException {
        return tests("yaql", 322);
    }

    private static Stream<DynamicTest> tests(String language, int count) throws IOException {
        Map<String, JsonNode> answers = new HashMap<>();
        for (String line : lines(language + "_cases.expected.jsonl")) {
            JsonNode answer = JSON.readTree(line);
            answers.put(answer.get("id").asText(), answer);
        }
        List<RecordedCase> cases = new ArrayList<>();
        RecordedCases reader = new RecordedCases();
        for (String line : lines(language + "_cases.jsonl")) {
            reader.read(line).ifPresent(cases::add);
        }
        assertThat(cases).hasSize(count);
        assertThat(answers).hasSameSizeAs(cases);
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.id() + " " + one.text(), () -> check(one, Objects.requireNonNull(answers.get(one.id())))));
    }

    private static void check(RecordedCase one, JsonNode expected) {
        JsonNode answer = parsed(one.answer());

        boolean equal = expected.has("error")
                ? answer.has("error")
                : expected.get("result").equals(answer.get("result"));
        assertThat(equal).as("expected %s but got %s", expected, answer).isTrue();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = ConformanceTest.class.getResourceAsStream("/conformance/" + name)) {
            assertThat(in).as(name).isNotNull();
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
