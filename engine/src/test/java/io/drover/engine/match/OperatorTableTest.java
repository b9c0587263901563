package io.drover.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.Verdict.Result;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * StackStorm's table of operators, line by line, beside the evaluator and beside Drools: each line for all pairs of a value and a
 * pattern, with the names, what a pattern without a value means, and what raises an exception there.
 */
class OperatorTableTest {
    /** Names; what becomes of the pattern null; the kind of values that it is for, others raise; what it does, in Python. */
    private static final String TABLE = """
            matchwildcard          | False     | texts   | fnmatchcase(v, p)
            matchregex             | False     | texts   | re.match(p, v, DOTALL)
            regex                  | False     | texts   | re.search(p, v)
            iregex                 | False     | texts   | re.search(p, v, IGNORECASE)
            equals eq              | False     | any     | v == p
            nequals neq            | evaluated | any     | v != p
            iequals ieq            | False     | texts   | v.lower() == p.lower()
            contains               | False     | holder  | p in v
            icontains              | False     | texts   | p.lower() in v.lower()
            ncontains              | False     | holder  | p not in v
            incontains             | False     | texts   | p.lower() not in v.lower()
            startswith             | False     | texts   | v.startswith(p)
            istartswith            | False     | texts   | v.lower().startswith(p.lower())
            endswith               | False     | texts   | v.endswith(p)
            iendswith              | False     | texts   | v.lower().endswith(p.lower())
            lessthan lt            | False     | ordered | v < p
            greaterthan gt         | False     | ordered | v > p
            timediff_lt td_lt      | False     | times   | now - v < p
            timediff_gt td_gt      | False     | times   | now - v > p
            exists                 | ignored   | any     | v is not None
            nexists                | ignored   | any     | v is None
            inside in              | False     | held    | v in p
            ninside nin            | False     | held    | v not in p
            """;

    private static final List<@Nullable Object> VALUES = Collections.unmodifiableList(Arrays.asList(
            null,
            "",
            "a",
            "A",
            "abc",
            "bc",
            "1",
            "Straße",
            "😀x",
            "\ufffd",
            "a\nb",
            "web-01",
            "2026-03-01T11:59:00Z",
            "2026-03-01T11:00:00+01:00",
            0L,
            1L,
            1.0,
            2L,
            60L,
            0.5,
            9007199254740993L,
            9007199254740992.0,
            true,
            false,
            List.of(),
            List.of(1L, "a"),
            List.of(1.0, "a"),
            List.of(2L),
            Map.of(),
            Map.of("a", 1L),
            Map.of("a", 1.0)));

    private static final List<@Nullable Object> PATTERNS = patterns();

    private static List<@Nullable Object> patterns() {
        List<@Nullable Object> patterns = new ArrayList<>(VALUES);
        // each is read alike by Python's fnmatch and re, as far as it is one
        patterns.addAll(List.of("a*", "?", "web-[0-9]?", "a.b", "^a", "b$", "60", "soon"));
        return Collections.unmodifiableList(patterns);
    }

    /** What the table says of a pair. */
    private enum Says {
        TRUE,
        FALSE,
        RAISES
    }

    @Test
    void theTableHasAllOperators() {
        TreeSet<String> known = new TreeSet<>();
        for (Operator operator : Operator.values()) {
            known.addAll(operator.names());
        }
        known.removeAll(Operator.SEARCH.names());

        TreeSet<String> written = new TreeSet<>();
        TABLE.lines()
                .forEach(line -> written.addAll(
                        List.of(line.substring(0, line.indexOf('|')).strip().split(" ", -1))));

        assertThat(written).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void evaluatorAndDroolsSayWhatTheTableSays(String names, String nothing, String kind, String python) {
        for (String name : names.split(" ", -1)) {
            try (DroolsRuleMatcher matcher = new DroolsRuleMatcher(Assertions::fail)) {
                for (Object pattern : PATTERNS) {
                    MatchedRule rule = rule(name, pattern);
                    matcher.put(rule);
                    for (Object value : VALUES) {
                        Map<String, @Nullable Object> payload = new HashMap<>();
                        payload.put("v", value);
                        payload.put("other", 1L);
                        Says says = says(nothing, kind, python, value, pattern);
                        String what = name + " of value " + value + " and pattern " + pattern;

                        assertThat(ClauseEvaluator.explain(rule.clauses(), payload, Rules.NOW)
                                        .result())
                                .as(what)
                                .isEqualTo(
                                        switch (says) {
                                            case TRUE -> Result.MATCHED;
                                            case FALSE -> Result.NOT_MATCHED;
                                            case RAISES -> Result.FAILED;
                                        });
                        Matches found = matcher.match(List.of(Rules.event(payload)));
                        assertThat(found.matches()).as(what).hasSize(says == Says.TRUE ? 1 : 0);
                        assertThat(found.errors()).as(what).hasSize(says == Says.RAISES ? 1 : 0);
                    }
                }
            }
        }
    }

    private static MatchedRule rule(String operator, @Nullable Object pattern) {
        Criterion criterion =
                new Criterion("trigger.v", Operator.named(operator).orElseThrow(), operator, pattern, null);
        return Rules.compiled(Rules.rule("r", criterion));
    }

    private static Says says(
            String nothing, String kind, String python, @Nullable Object value, @Nullable Object pattern) {
        if (nothing.equals("ignored")) {
            return says(python.equals("v is None") == (value == null));
        }
        if (pattern == null) {
            return nothing.equals("False") ? Says.FALSE : says(value != null);
        }
        boolean negated = python.contains("!=") || python.contains("not in");
        return switch (kind) {
            case "any" -> says(equal(value, pattern) != negated);
            case "texts" ->
                value instanceof String v && pattern instanceof String p && isRead(python, p)
                        ? says(texts(python, v, p))
                        : Says.RAISES;
            case "holder" -> in(pattern, value, negated);
            case "held" -> in(value, pattern, negated);
            case "ordered" -> python.contains("<") ? less(value, pattern) : less(pattern, value);
            case "times" -> time(python.contains("<"), value, pattern);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Of the patterns one is no regular expression. */
    private static boolean isRead(String python, String pattern) {
        return !python.startsWith("re.") || !pattern.equals("?");
    }

    private static Says says(boolean holds) {
        return holds ? Says.TRUE : Says.FALSE;
    }

    private static boolean texts(String python, String v, String p) {
        String lowerV = v.toLowerCase(Locale.ROOT);
        String lowerP = p.toLowerCase(Locale.ROOT);
        return switch (python) {
            case "fnmatchcase(v, p)" ->
                Pattern.compile(glob(p), Pattern.DOTALL).matcher(v).matches();
            case "re.match(p, v, DOTALL)" ->
                Pattern.compile(p, Pattern.DOTALL).matcher(v).lookingAt();
            case "re.search(p, v)" -> Pattern.compile(p).matcher(v).find();
            case "re.search(p, v, IGNORECASE)" ->
                Pattern.compile(p, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .matcher(v)
                        .find();
            case "v.lower() == p.lower()" -> lowerV.equals(lowerP);
            case "p.lower() in v.lower()" -> lowerV.contains(lowerP);
            case "p.lower() not in v.lower()" -> !lowerV.contains(lowerP);
            case "v.startswith(p)" -> v.startsWith(p);
            case "v.lower().startswith(p.lower())" -> lowerV.startsWith(lowerP);
            case "v.endswith(p)" -> v.endsWith(p);
            case "v.lower().endswith(p.lower())" -> lowerV.endsWith(lowerP);
            default -> throw new IllegalArgumentException(python);
        };
    }

    private static String glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        boolean inSet = false;
        for (int code : pattern.codePoints().toArray()) {
            String character = Character.toString(code);
            if (code == '[' || code == ']') {
                inSet = code == '[';
                regex.append(character);
            } else if (inSet) {
                regex.append(character);
            } else {
                regex.append(code == '*' ? ".*" : code == '?' ? "." : Pattern.quote(character));
            }
        }
        return regex.toString();
    }

    private static boolean equal(@Nullable Object one, @Nullable Object other) {
        if (one instanceof List<?> left && other instanceof List<?> right) {
            return left.size() == right.size()
                    && IntStream.range(0, left.size()).allMatch(i -> equal(left.get(i), right.get(i)));
        }
        if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream().allMatch(name -> equal(left.get(name), right.get(name)));
        }
        if (isNumber(one) && isNumber(other)) {
            return number(one).compareTo(number(other)) == 0;
        }
        return Objects.equals(one, other);
    }

    private static Says in(@Nullable Object part, @Nullable Object whole, boolean negated) {
        if (whole instanceof String text && part instanceof String piece) {
            return says(text.contains(piece) != negated);
        }
        if (whole instanceof List<?> list) {
            return says(list.stream().anyMatch(element -> equal(element, part)) != negated);
        }
        if (whole instanceof Map<?, ?> map && !(part instanceof List<?>) && !(part instanceof Map<?, ?>)) {
            return says((part != null && map.containsKey(part)) != negated);
        }
        return Says.RAISES;
    }

    private static Says less(@Nullable Object one, @Nullable Object other) {
        if (isNumber(one) && isNumber(other)) {
            return says(number(one).compareTo(number(other)) < 0);
        }
        if (one instanceof String left && other instanceof String right) {
            return says(Arrays.compare(
                            left.codePoints().toArray(), right.codePoints().toArray())
                    < 0);
        }
        if (one instanceof List<?> left && other instanceof List<?> right) {
            for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
                if (!equal(left.get(i), right.get(i))) {
                    return less(left.get(i), right.get(i));
                }
            }
            return says(left.size() < right.size());
        }
        return Says.RAISES;
    }

    /** Of the values two are times, a minute and two hours before now; of the patterns numbers are seconds, in words or not. */
    private static Says time(boolean younger, @Nullable Object value, Object pattern) {
        Map<String, Integer> ages = Map.of("2026-03-01T11:59:00Z", 60, "2026-03-01T11:00:00+01:00", 7_200);
        Integer age = value instanceof String text ? ages.get(text) : null;
        BigDecimal seconds = isNumber(pattern)
                ? number(pattern)
                : List.of("1", "60").contains(pattern) ? new BigDecimal(String.valueOf(pattern)) : null;
        if (age == null || seconds == null) {
            return Says.RAISES;
        }
        int order = BigDecimal.valueOf(age).compareTo(seconds);
        return says(younger ? order < 0 : order > 0);
    }

    private static boolean isNumber(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    private static BigDecimal number(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value instanceof Double real ? new BigDecimal(real) : new BigDecimal(String.valueOf(value));
    }
}
