package io.drover.expressions.yaql;

import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.DictView;
import io.drover.expressions.value.Equality;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.Ordering;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.Regex;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Value;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operators, each for the kinds of values it is defined for; for any other there is no function that matches. */
final class Operators {
    private Operators() {}

    static @Nullable Object apply(String operator, @Nullable Object left, @Nullable Object right, Meter meter) {
        meter.step();
        return switch (operator) {
            case "=" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "<", "<=", ">", ">=" -> compare(operator, left, right);
            case "+" -> add(left, right, meter);
            case "-" -> subtract(left, right);
            case "*" -> multiply(left, right, meter);
            case "/" -> divide(left, right);
            case "mod" -> modulo(left, right, meter);
            case "in" -> in(left, right, meter);
            case "=~" -> matches(operator, left, right, meter);
            case "!~" -> !matches(operator, left, right, meter);
            default -> throw new IllegalStateException(operator);
        };
    }

    static boolean isTrue(@Nullable Object value) {
        return value instanceof Duration span ? !span.isZero() : Value.isTrue(value);
    }

    /** Python's equality; sets by their elements, dates by the moment they mean. */
    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (Kind.isSet(left) && Kind.isSet(right)) {
            return set(left).equals(set(right));
        }
        if (left instanceof OffsetDateTime a && right instanceof OffsetDateTime b) {
            return a.isEqual(b);
        }
        if (left instanceof DictView || right instanceof DictView || !isComparable(left) || !isComparable(right)) {
            return left == right;
        }
        return Equality.equal(left, right);
    }

    private static boolean isComparable(@Nullable Object value) {
        return !(value instanceof Scope
                || value instanceof Ordered
                || value instanceof Memorized
                || value instanceof KeyAndValue
                || value instanceof Case
                || value instanceof Lambda);
    }

    private static FrozenSet set(@Nullable Object value) {
        return value instanceof FrozenSet set
                ? set
                : FrozenSet.of(((Iterable<?>) java.util.Objects.requireNonNull(value)).iterator());
    }

    private static boolean compare(String operator, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            int order = left == right ? 0 : left == null ? -1 : 1;
            return holds(operator, order);
        }
        if (Kind.isSet(left) && Kind.isSet(right)) {
            return compareSets(operator, set(left), set(right));
        }
        if (left instanceof OffsetDateTime a && right instanceof OffsetDateTime b) {
            return holds(operator, a.toInstant().compareTo(b.toInstant()));
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return holds(operator, a.compareTo(b));
        }
        boolean ordered =
                (Kind.isNumber(left) && Kind.isNumber(right)) || (left instanceof String && right instanceof String);
        if (!ordered) {
            throw noMatch(operator);
        }
        return !Ordering.unordered(left, right) && holds(operator, Ordering.compare(left, right, operator));
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static boolean compareSets(String operator, FrozenSet left, FrozenSet right) {
        return switch (operator) {
            case "<" -> left.size() < right.size() && left.isPartOf(right);
            case "<=" -> left.isPartOf(right);
            case ">" -> right.size() < left.size() && right.isPartOf(left);
            default -> right.isPartOf(left);
        };
    }

    static Object add(@Nullable Object left, @Nullable Object right, Meter meter) {
        if ((Kind.isNumber(left) && Kind.isNumber(right)) || (left instanceof String && right instanceof String)) {
            return Arithmetic.add(left, right, meter);
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            meter.steps((long) a.size() + b.size());
            PythonDict both = new PythonDict();
            a.forEach(both::put);
            b.forEach(both::put);
            return both;
        }
        if (left instanceof Tuple a && right instanceof Tuple b) {
            meter.steps((long) a.size() + b.size());
            return Arithmetic.add(a, b, meter);
        }
        if (left instanceof FrozenSet a && right instanceof FrozenSet b) {
            meter.steps((long) a.size() + b.size());
            return a.with(b);
        }
        if (Kind.isIterable(left) && Kind.isIterable(right)) {
            List<Supplier<Iterator<@Nullable Object>>> parts =
                    List.of(() -> Sequences.elements(left, meter), () -> Sequences.elements(right, meter));
            return Sequences.chain(parts.iterator());
        }
        return Dates.add(left, right, () -> noMatch("+"));
    }

    private static Object subtract(@Nullable Object left, @Nullable Object right) {
        if (Kind.isNumber(left) && Kind.isNumber(right)) {
            return Arithmetic.subtract(left, right);
        }
        if (left instanceof FrozenSet a && Kind.isSet(right)) {
            return a.kept(set(right), false);
        }
        return Dates.subtract(left, right, () -> noMatch("-"));
    }

    private static Object multiply(@Nullable Object left, @Nullable Object right, Meter meter) {
        boolean numbers = Kind.isNumber(left) && Kind.isNumber(right);
        boolean repeats =
                (isSequence(left) && Kind.INTEGER.accepts(right)) || (isSequence(right) && Kind.INTEGER.accepts(left));
        if (numbers || repeats) {
            return Arithmetic.multiply(left, right, meter);
        }
        return Dates.multiply(left, right, () -> noMatch("*"));
    }

    private static boolean isSequence(@Nullable Object value) {
        return value instanceof String || value instanceof List;
    }

    private static Object divide(@Nullable Object left, @Nullable Object right) {
        if (Kind.isNumber(left) && Kind.isNumber(right)) {
            return Kind.isWhole(left) && Kind.isWhole(right)
                    ? Arithmetic.floorDivide(left, right)
                    : Arithmetic.divide(left, right);
        }
        return Dates.divide(left, right, () -> noMatch("/"));
    }

    private static Object modulo(@Nullable Object left, @Nullable Object right, Meter meter) {
        if (Kind.isNumber(left) && Kind.isNumber(right)) {
            return Arithmetic.modulo(left, right, meter);
        }
        throw noMatch("mod");
    }

    private static boolean in(@Nullable Object left, @Nullable Object right, Meter meter) {
        if (left instanceof String && right instanceof String) {
            return Equality.contains(right, left, meter);
        }
        if (Kind.isIterable(right)) {
            return contains(right, left, meter);
        }
        throw noMatch("in");
    }

    static boolean contains(@Nullable Object collection, @Nullable Object value, Meter meter) {
        if (collection instanceof FrozenSet set) {
            return set.contains(value);
        }
        Iterator<@Nullable Object> elements = Sequences.elements(collection, meter);
        while (elements.hasNext()) {
            if (equal(elements.next(), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String operator, @Nullable Object left, @Nullable Object right, Meter meter) {
        if (left instanceof String text && right instanceof String pattern) {
            return Regex.compile(pattern, false).search(text, meter);
        }
        if (left instanceof String text && right instanceof Pattern pattern) {
            return pattern.regex().search(text, meter);
        }
        throw noMatch(operator);
    }

    static Object sign(String operator, @Nullable Object value) {
        if (Kind.isNumber(value)) {
            return operator.equals("-") ? Arithmetic.negate(value) : Arithmetic.plus(value);
        }
        if (value instanceof Duration span) {
            return operator.equals("-") ? span.negated() : span;
        }
        throw Invocation.Failures.noMatch("#unary_operator_" + operator, false, null);
    }

    private static RuntimeException noMatch(String operator) {
        return Invocation.Failures.noMatch("#operator_" + operator, false, null);
    }
}
