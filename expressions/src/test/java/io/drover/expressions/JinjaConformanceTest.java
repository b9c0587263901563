package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.expressions.value.DictView;
import io.drover.expressions.value.PythonText;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every recorded answer of the original Jinja2, one test each. */
class JinjaConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    private record Case(String id, String text, String as, Map<String, Object> context) {}

    @TestFactory
    Stream<DynamicTest> givesTheAnswersOfTheOriginal() throws IOException {
        Map<String, JsonNode> answers = new HashMap<>();
        for (String line : lines("jinja_cases.expected.jsonl")) {
            JsonNode answer = JSON.readTree(line);
            answers.put(answer.get("id").asText(), answer);
        }
        Set<String> notYet = lines("jinja_not_yet.txt").stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toSet());
        List<Case> cases = cases();
        assertThat(cases).hasSize(348);
        assertThat(answers).hasSameSizeAs(cases);
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.id() + " " + one.text(),
                        () -> check(one, Objects.requireNonNull(answers.get(one.id())), notYet)));
    }

    private static void check(Case one, JsonNode expected, Set<String> notYet) {
        JsonNode answer = answer(one);
        boolean equal = expected.has("error")
                ? answer.has("error")
                : expected.get("result").equals(answer.get("result"));
        if (notYet.contains(one.id())) {
            assertThat(equal)
                    .as("the listed case %s passes now: take it off the list", one.id())
                    .isFalse();
        } else {
            assertThat(equal).as("expected %s but got %s", expected, answer).isTrue();
        }
    }

    private static JsonNode answer(Case one) {
        Map<String, Object> answer = new HashMap<>();
        try {
            Object value = one.as().equals("jinja")
                    ? Jinja.strict().expression(one.text()).evaluate(one.context())
                    : Jinja.strict().template(one.text()).render(one.context());
            answer.put("result", written(value));
        } catch (ExpressionException failure) {
            answer.put("error", failure.toString());
        }
        return readBack(answer);
    }

    private static JsonNode readBack(Map<String, Object> answer) {
        try {
            return JSON.readTree(JSON.writeValueAsString(answer));
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    private static @Nullable Object written(@Nullable Object value) {
        return value instanceof DictView ? Map.of("__type__", "dict_items", "str", PythonText.str(value)) : value;
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        String as = "";
        Map<String, Object> context = Map.of();
        for (String line : lines("jinja_cases.jsonl")) {
            JsonNode node = JSON.readTree(line);
            if (node.has("as")) {
                as = node.get("as").asText();
            }
            if (node.has("context")) {
                context = mapping(node.get("context"));
            }
            if (node.has("expr")) {
                cases.add(new Case(node.get("id").asText(), node.get("expr").asText(), as, context));
            }
        }
        return cases;
    }

    @SuppressWarnings("unchecked") // Jackson makes a mapping of texts of every JSON object
    private static Map<String, Object> mapping(JsonNode node) {
        return JSON.convertValue(node, Map.class);
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = JinjaConformanceTest.class.getResourceAsStream("/conformance/" + name)) {
            assertThat(in).as(name).isNotNull();
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
