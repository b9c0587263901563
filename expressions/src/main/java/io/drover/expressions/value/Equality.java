package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Python's {@code ==}: numbers of all types and booleans by their value, collections by their elements, a list never equal to a tuple. */
public final class Equality {
    private static final int DEEPEST = 500;
    private static final int MOST_ELEMENTS = 1_000_000;
    private static final int MOST_PARTS_OF_A_KEY = 10_000;

    private Equality() {}

    /** How far one comparison has come. Values that share their parts can be small and yet take for ever to compare. */
    private static final class Walk {
        private int depth;
        private int left;

        private Walk(int most) {
            left = most;
        }

        private void down() {
            if (++depth > DEEPEST) {
                throw new ExpressionException("RecursionError", "maximum recursion depth exceeded in comparison");
            }
        }

        private void up() {
            depth--;
        }

        private void step() {
            if (--left < 0) {
                throw ExpressionException.overBudget(
                        "The evaluation was stopped: the compared values have too many parts.");
            }
        }
    }

    /** Whether the two values are equal. */
    public static boolean equal(@Nullable Object left, @Nullable Object right) {
        return equal(left, right, new Walk(MOST_ELEMENTS));
    }

    private static boolean equal(@Nullable Object a, @Nullable Object b, Walk walk) {
        if (a instanceof String || b instanceof String || a == null || b == null) {
            Object left = checked(a);
            Object right = checked(b);
            return Objects.equals(left, right);
        }
        Object left = checked(Value.of(a));
        Object right = checked(Value.of(b));
        if (left == null || right == null || left instanceof String) {
            return Objects.equals(left, right);
        }
        if (Value.isNumber(left)) {
            return Value.isNumber(right) && equalNumbers(left, right);
        }
        if (left instanceof List<?> leftList) {
            return right instanceof List<?> rightList && (left == right || equalLists(leftList, rightList, walk));
        }
        if (left instanceof Map<?, ?> leftMap) {
            return right instanceof Map<?, ?> rightMap && (left == right || equalMaps(leftMap, rightMap, walk));
        }
        if (left instanceof Set<?> leftSet) {
            return right instanceof Set<?> rightSet && keys(leftSet).equals(keys(rightSet));
        }
        if (left instanceof DictView view && right instanceof DictView other && view.kind() == other.kind()) {
            return switch (view.kind()) {
                case KEYS -> keys(view).equals(keys(other));
                case ITEMS -> equalMaps(view.mapping(), other.mapping(), walk);
                case VALUES -> view == other;
            };
        }
        return left.equals(right);
    }

    private static @Nullable Object checked(@Nullable Object value) {
        if (value instanceof Undefined undefined && undefined.strict()) {
            throw undefined.error();
        }
        return value instanceof Undefined ? Undefined.class : Markup.strip(value);
    }

    private static boolean equalNumbers(Object left, Object right) {
        if (left instanceof Long l && right instanceof Long r) {
            return l.longValue() == r.longValue();
        }
        return key(left).equals(key(right))
                && !(left instanceof Double number && number.isNaN())
                && !(right instanceof Double other && other.isNaN());
    }

    private static boolean equalLists(List<?> left, List<?> right, Walk walk) {
        if (left.size() != right.size() || sequenceType(left) != sequenceType(right)) {
            return false;
        }
        walk.down();
        Iterator<?> others = right.iterator();
        for (Object element : left) {
            walk.step();
            if (!equal(element, others.next(), walk)) {
                return false;
            }
        }
        walk.up();
        return true;
    }

    private static int sequenceType(List<?> list) {
        return list instanceof Tuple ? 1 : list instanceof PythonRange ? 2 : 0;
    }

    private static boolean equalMaps(Map<?, ?> left, Map<?, ?> right, Walk walk) {
        if (left.size() != right.size()) {
            return false;
        }
        walk.down();
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            walk.step();
            Object other = Mappings.get(right, Value.of(entry.getKey()));
            if (other == Mappings.ABSENT || !equal(entry.getValue(), other, walk)) {
                return false;
            }
        }
        walk.up();
        return true;
    }

    private static Set<@Nullable Object> keys(Collection<?> elements) {
        Set<@Nullable Object> keys = new HashSet<>();
        for (Object element : elements) {
            keys.add(element == null ? null : key(element));
        }
        return keys;
    }

    /** An object whose Java equality is Python's equality of the value; for telling elements apart by hash. */
    public static Object key(Object any) {
        Object value = Objects.requireNonNull(Markup.strip(Value.of(any)));
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        if (value instanceof Double number) {
            if (number == Math.rint(number) && !number.isInfinite()) {
                return Value.integer(new BigDecimal(number).toBigInteger());
            }
            return number;
        }
        requireHashable(value);
        if (value instanceof Tuple tuple) {
            @Nullable Object[] keys = new @Nullable Object[tuple.size()];
            for (int i = 0; i < keys.length; i++) {
                Object element = tuple.get(i);
                keys[i] = element == null ? null : key(element);
            }
            return Tuple.of(keys);
        }
        return value;
    }

    /** Fails for what can't be a key, and for a tuple with too many parts to be looked up. */
    static void requireHashable(@Nullable Object value) {
        if (value instanceof Tuple tuple) {
            requireHashable(tuple, new Walk(MOST_PARTS_OF_A_KEY));
        } else {
            requireHashableAlone(value);
        }
    }

    private static void requireHashable(Tuple tuple, Walk walk) {
        walk.down();
        for (Object element : tuple) {
            walk.step();
            if (element instanceof Tuple inner) {
                requireHashable(inner, walk);
            } else {
                requireHashableAlone(element);
            }
        }
        walk.up();
    }

    private static void requireHashableAlone(@Nullable Object value) {
        if (value instanceof Undefined undefined && undefined.strict()) {
            throw undefined.error();
        }
        if (value instanceof Map
                || value instanceof Set
                || (value instanceof DictView view && view.kind() != DictView.Kind.VALUES)
                || (value instanceof List && !(value instanceof Tuple) && !(value instanceof PythonRange))) {
            throw new ExpressionException("TypeError", "unhashable type: '" + Value.typeName(value) + "'");
        }
    }

    /** Python's {@code is}, as far as it can be told: same kind and same value for constants, same object otherwise. */
    public static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null || left instanceof Boolean || right instanceof Boolean) {
            return Objects.equals(left, right);
        }
        if (left instanceof Long || left instanceof String || left instanceof BigInteger) {
            return left.equals(right);
        }
        return left == right;
    }

    /** Python's {@code in}: part of a text, key of a mapping, element of anything else. */
    public static boolean contains(@Nullable Object container, @Nullable Object element, Meter meter) {
        Object plain = Markup.strip(container);
        if (plain instanceof String text) {
            Object part = Markup.strip(Undefined.refuse(element));
            if (!(part instanceof String string)) {
                throw new ExpressionException(
                        "TypeError", "'in <string>' requires string as left operand, not " + Value.typeName(element));
            }
            meter.steps(text.length() / 256);
            meter.search(text, string);
            return text.contains(string);
        }
        if (plain instanceof PythonBytes bytes && element instanceof PythonBytes part) {
            meter.search(bytes.latin(), part.latin());
            return bytes.latin().contains(part.latin());
        }
        if (plain instanceof PythonBytes && !Value.isInteger(Undefined.refuse(element))) {
            throw new ExpressionException(
                    "TypeError", "a bytes-like object is required, not '" + Value.typeName(element) + "'");
        }
        if (plain instanceof PythonBytes
                && Value.isInteger(element)
                && (Arithmetic.big(element).signum() < 0
                        || Arithmetic.big(element).bitLength() > 8)) {
            throw new ExpressionException("ValueError", "byte must be in range(0, 256)");
        }
        if (plain instanceof Map<?, ?> map) {
            return Mappings.has(map, Markup.strip(element));
        }
        if (plain instanceof DictView view && view.kind() == DictView.Kind.KEYS) {
            return Mappings.has(view.mapping(), Markup.strip(element));
        }
        if (!Iteration.isIterable(plain)) {
            Undefined.refuse(plain);
            throw new ExpressionException(
                    "TypeError", "argument of type '" + Value.typeName(plain) + "' is not iterable");
        }
        Iterator<@Nullable Object> elements = Iteration.over(plain, meter);
        while (elements.hasNext()) {
            if (equal(elements.next(), element)) {
                return true;
            }
        }
        return false;
    }
}
