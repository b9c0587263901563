package io.drover.engine.match;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.Regex;
import io.drover.model.rule.Operator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What StackStorm's operators say (platform spec 3.5), with Python's meaning of equality, order and membership. */
final class Operators {
    private Operators() {}

    @FunctionalInterface
    private interface TextTest {
        boolean holds(String value, String pattern) throws ClauseFailure;
    }

    @FunctionalInterface
    private interface RegexTest {
        boolean holds(Regex regex, String value, Meter meter);
    }

    static ValueTest of(Operator operator, @Nullable Object p) {
        return switch (operator) {
            case EXISTS -> (v, context) -> v != null;
            case NEXISTS -> (v, context) -> v == null;
            case NEQUALS -> (v, context) -> !equal(v, p);
            default -> p == null ? (v, context) -> false : withPattern(operator, p);
        };
    }

    private static ValueTest withPattern(Operator operator, Object p) {
        return switch (operator) {
            case EQUALS -> (v, context) -> equal(v, p);
            case IEQUALS -> texts(operator, p, (v, lower) -> lower(v).equals(lower(lower)));
            case CONTAINS -> (v, context) -> within(p, v);
            case NCONTAINS -> (v, context) -> !within(p, v);
            case INSIDE -> (v, context) -> within(v, p);
            case NINSIDE -> (v, context) -> !within(v, p);
            case ICONTAINS -> texts(operator, p, (v, part) -> contains(lower(v), lower(part)));
            case INCONTAINS -> texts(operator, p, (v, part) -> !contains(lower(v), lower(part)));
            case STARTSWITH -> texts(operator, p, String::startsWith);
            case ISTARTSWITH -> texts(operator, p, (v, start) -> lower(v).startsWith(lower(start)));
            case ENDSWITH -> texts(operator, p, String::endsWith);
            case IENDSWITH -> texts(operator, p, (v, end) -> lower(v).endsWith(lower(end)));
            case LESSTHAN -> (v, context) -> less(v, p);
            case GREATERTHAN -> (v, context) -> less(p, v);
            case TIMEDIFF_LT -> (v, context) -> age(v, context) < seconds(p);
            case TIMEDIFF_GT -> (v, context) -> age(v, context) > seconds(p);
            case MATCHREGEX -> regex(operator, p, false, true, Regex::matchesAtStart);
            case REGEX -> regex(operator, p, false, false, Regex::search);
            case IREGEX -> regex(operator, p, true, false, Regex::search);
            case MATCHWILDCARD -> wildcard(p);
            case EXISTS, NEXISTS, NEQUALS, SEARCH ->
                throw new IllegalArgumentException("The operator " + operator + " takes no constant");
        };
    }

    private static ValueTest texts(Operator operator, Object p, TextTest test) {
        return (v, context) -> test.holds(text(operator, v), text(operator, p));
    }

    private static ValueTest regex(
            Operator operator, Object p, boolean ignoreCase, boolean dotMatchesAll, RegexTest test) {
        try {
            String pattern = text(operator, p);
            Regex regex = Regex.compile(pattern, ignoreCase, dotMatchesAll);
            return (v, context) -> found(pattern, regex, text(operator, v), test);
        } catch (ClauseFailure failure) {
            return failing(failure);
        } catch (ExpressionException e) {
            return failing(
                    new ClauseFailure("Read the regular expression '" + p + "' and found: " + e.message() + "."));
        }
    }

    private static ValueTest failing(ClauseFailure failure) {
        return (v, context) -> {
            throw failure;
        };
    }

    private static boolean found(String pattern, Regex regex, String text, RegexTest test) throws ClauseFailure {
        try {
            return test.holds(regex, text, Allowance.meter());
        } catch (ExpressionException e) {
            throw Allowance.failure(
                    "Asked the regular expression '" + pattern + "' about a text of " + text.length() + " characters. ",
                    e);
        }
    }

    private static ValueTest wildcard(Object p) {
        return (v, context) -> Wildcard.matches(text(Operator.MATCHWILDCARD, p), text(Operator.MATCHWILDCARD, v));
    }

    private static String text(Operator operator, @Nullable Object value) throws ClauseFailure {
        if (value instanceof String text) {
            return text;
        }
        throw new ClauseFailure("The operator '" + operator.names().get(0) + "' compares texts, but found "
                + Canonical.brief(value) + ". Test with 'exists' first, or use an operator for this type.");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            Iterator<?> others = right.iterator();
            return left.size() == right.size() && left.stream().allMatch(element -> equal(element, others.next()));
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return left.size() == right.size()
                    && left.entrySet().stream()
                            .allMatch(entry -> right.containsKey(entry.getKey())
                                    && equal(entry.getValue(), right.get(entry.getKey())));
        }
        String key = Canonical.key(a);
        return key != null && key.equals(Canonical.key(b));
    }

    private static boolean within(@Nullable Object part, @Nullable Object whole) throws ClauseFailure {
        if (whole instanceof String text && part instanceof String piece) {
            return contains(text, piece);
        }
        if (whole instanceof List<?> list) {
            return list.stream().anyMatch(element -> equal(element, part));
        }
        if (whole instanceof Map<?, ?> map && !(part instanceof List<?>) && !(part instanceof Map<?, ?>)) {
            return part instanceof String && map.containsKey(part);
        }
        throw new ClauseFailure("Looked for " + Canonical.brief(part) + " in " + Canonical.brief(whole)
                + ", which cannot hold it. Compare with a list, or a text with a text.");
    }

    private static boolean contains(String text, String part) throws ClauseFailure {
        try {
            Allowance.meter().search(text, part);
        } catch (ExpressionException e) {
            throw Allowance.failure(
                    "Looked for a text of " + part.length() + " characters in one of " + text.length() + ". ", e);
        }
        return text.contains(part);
    }

    private static boolean less(@Nullable Object a, @Nullable Object b) throws ClauseFailure {
        if (a instanceof String left && b instanceof String right) {
            return byCodePoint(left, right) < 0;
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
                if (!equal(left.get(i), right.get(i))) {
                    return less(left.get(i), right.get(i));
                }
            }
            return left.size() < right.size();
        }
        if (a != null && b != null && isNumber(a) && isNumber(b)) {
            return lessNumber(a, b);
        }
        throw new ClauseFailure("Compared " + Canonical.brief(a) + " with " + Canonical.brief(b)
                + ", which have no order. Compare numbers with numbers and texts with texts.");
    }

    private static boolean isNumber(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    private static boolean lessNumber(Object a, Object b) {
        if (a instanceof Long left && b instanceof Long right) {
            return left < right;
        }
        if (a instanceof Double left && b instanceof Double right) {
            return left < right;
        }
        if (isFinite(a) && isFinite(b)) {
            // a long has more digits than a double can tell apart
            return decimal(a).compareTo(decimal(b)) < 0;
        }
        return endless(a) < endless(b);
    }

    private static boolean isFinite(Object value) {
        return value instanceof Double number ? Double.isFinite(number) : true;
    }

    private static double endless(Object value) {
        return value instanceof Double number && !Double.isFinite(number) ? number : 0.0;
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value instanceof Double number ? new BigDecimal(number) : new BigDecimal(String.valueOf(value));
    }

    /** Java orders UTF-16 units, which puts a character beyond U+FFFF before U+E000. */
    private static int byCodePoint(String left, String right) {
        int at = 0;
        while (at < left.length() && at < right.length()) {
            int a = left.codePointAt(at);
            int b = right.codePointAt(at);
            if (a != b) {
                return Integer.compare(a, b);
            }
            at += Character.charCount(a);
        }
        return Integer.compare(left.length(), right.length());
    }

    private static double age(@Nullable Object value, TestContext context) throws ClauseFailure {
        Duration age = Duration.between(Times.parse(value), context.now());
        return age.getSeconds() + age.getNano() / 1e9;
    }

    private static double seconds(Object pattern) throws ClauseFailure {
        if (isNumber(pattern)) {
            return decimal(pattern).doubleValue();
        }
        try {
            return Double.parseDouble(String.valueOf(pattern).strip());
        } catch (NumberFormatException e) {
            throw new ClauseFailure("Expected a number of seconds, but found " + Canonical.brief(pattern)
                    + ". Write the pattern as a number.");
        }
    }
}
