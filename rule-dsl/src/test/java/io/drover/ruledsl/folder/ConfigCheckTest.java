package io.drover.ruledsl.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: {type: integer}                                   | a: x             | 1:4: \"a\" expected [integer], but found the text 'x'.",
                "a: {type: [integer, 'null']}                         | a: 1             |",
                "a: {enum: [on, off]}                                 | a: sometimes     | 1:4: \"a\" expected one of [true, false], but found the text 'sometimes'.",
                "a: {minimum: 1}                                      | a: 0             | 1:4: \"a\" expected a number from 1 on, but found the number 0.",
                "a: {minimum: 1, exclusiveMinimum: true}              | a: 1             | 1:4: \"a\" expected a number above 1, but found the number 1.",
                "a: {maximum: 1.5}                                    | a: 2             | 1:4: \"a\" expected a number up to 1.5, but found the number 2.",
                "a: {minLength: 2}                                    | a: x             | 1:4: \"a\" expected a text of at least 2 characters, but found the text 'x'.",
                "a: {maxLength: 2}                                    | a: '😀😀'         |",
                "a: {pattern: ^x}                                     | a: y             | 1:4: \"a\" expected a text that fits '^x', but found the text 'y'.",
                "a: {pattern: ^x, secret: true}                       | a: y             | 1:4: \"a\" expected a text that fits '^x', but found another value, which is secret.",
                "a: {secret: true, properties: {b: {type: integer}}}  | a: {b: y}        | 1:8: \"a.b\" expected [integer], but found another value, which is secret.",
                "a: {type: integer}                                   | a: '{{ b }}'     |",
                "a: {required: true}                                  | b: 1             | 1:1: \"a\" it is required, but has no value.",
                "a: {required: true, default: 1}                      | b: 1             |",
                "a: {required: true}                                  | a: null          | 1:1: \"a\" it is required, but has no value.",
                "a: {properties: {b: {}}, required: [b]}              | a: {c: 1}        | 1:4: \"a.b\" it is required, but has no value.",
                "a: {patternProperties: {'^h': {type: string}}}       | a: {host: 1, b: 1}  | 1:11: \"a.host\" expected [string], but found the number 1.",
                "a: {properties: {b: {}}, additionalProperties: false} | a: {c: 1}       | 1:8: \"a.c\" expected one of [b], but found another attribute.",
                "a: {additionalProperties: {type: string}}            | a: {c: 1}        | 1:8: \"a.c\" expected [string], but found the number 1.",
                "a: {items: {items: {type: string}}}                  | a: [[x], [1]]    | 1:11: \"a[1][0]\" expected [string], but found the number 1.",
                "a: {items: [{type: string}], additionalItems: {type: integer}} | a: [x, y] | 1:8: \"a[1]\" expected [integer], but found the text 'y'.",
                "a: {items: [{type: string}], additionalItems: false} | a: [x, y]        | 1:8: \"a[1]\" expected no more than 1 elements, but found 2.",
                "a: {minItems: 1}                                     | a: []            | 1:4: \"a\" expected at least 1 elements, but found a list.",
                "a: {maxItems: 1}                                     | a: [1, 2]        | 1:4: \"a\" expected at most 1 elements, but found a list.",
                "a: {uniqueItems: true}                               | a: [1, 1]        | 1:4: \"a\" expected elements that differ from each other, but found a list.",
            })
    void tellsWhatDoesNotFit(String schema, String config, @Nullable String expected) {
        List<String> told = told(schema, config);

        assertThat(told).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void tellsEverything() {
        assertThat(told("a: {type: integer}\nb: {items: {type: string}}", "a: x\nb: [1, y, 2]"))
                .containsExactly(
                        "1:4: \"a\" expected [integer], but found the text 'x'.",
                        "2:5: \"b[0]\" expected [string], but found the number 1.",
                        "2:11: \"b[2]\" expected [string], but found the number 2.");
    }

    @SuppressWarnings("unchecked")
    private static List<String> told(String schema, String config) {
        Findings findings = new Findings("c.yaml");
        Located read = Objects.requireNonNull(SourceText.yaml(config, findings));
        Map<String, @Nullable Object> schemas =
                (Map<String, @Nullable Object>) Objects.requireNonNull(SourceText.yaml(schema, new Findings("s.yaml")))
                        .json();

        new ConfigCheck(findings, "p").check(read, Objects.requireNonNull(schemas));

        return findings.all().stream()
                .map(problem -> problem.toString()
                        .replace("c.yaml:", "")
                        .replace("Failed validating attribute ", "")
                        .replace(" in config for pack \"p\":", ""))
                .toList();
    }
}
