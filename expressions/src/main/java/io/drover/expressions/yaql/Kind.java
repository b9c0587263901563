package io.drover.expressions.yaql;

import io.drover.expressions.value.DictView;
import io.drover.expressions.value.Generator;
import io.drover.expressions.value.Value;
import java.math.BigInteger;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a parameter of a library function takes, by the name it has in signatures. */
enum Kind {
    /** Any value. */
    ANY("any"),
    /** A text. */
    TEXT("str"),
    /** A whole number; a boolean counts as one. */
    INTEGER("int"),
    /** A whole number that is no boolean. */
    WHOLE("whole"),
    /** A number that is no boolean. */
    NUMBER("num"),
    /** A boolean. */
    TRUTH("bool"),
    /** A list, not one of the lazy sequences. */
    LIST("list"),
    /** A mapping. */
    MAPPING("dict"),
    /** A list, set or lazy sequence; neither text nor mapping. */
    ITERABLE("iter"),
    /** As above, but no set. */
    ITERABLE_BUT_SET("sequence"),
    /** A lazy sequence. */
    ITERATOR("iterator"),
    /** A set, or the keys of a mapping. */
    SET("set"),
    /** A point in time. */
    DATETIME("datetime"),
    /** A length of time. */
    TIMESPAN("timespan"),
    /** A compiled regular expression. */
    REGEX("regex"),
    /** What {@code orderBy} gives. */
    ORDERED("ordered"),
    /** An expression that the function evaluates itself. */
    LAMBDA("lambda"),
    /** A key and value, evaluated. */
    PAIR("pair"),
    /** A key and value that the function evaluates itself. */
    CASE("case");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    static Kind labelled(String label) {
        for (Kind kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(label);
    }

    /** Whether arguments of this kind are passed without being evaluated. */
    boolean isLazy() {
        return this == LAMBDA || this == CASE;
    }

    /** Whether a function for this kind is nearer to the value than one for the other, where both accept it. */
    boolean isNearerThan(Kind other) {
        if (this == other || isLazy() || other.isLazy()) {
            return false;
        }
        return other == ANY || (this == LIST && (other == ITERABLE || other == ITERABLE_BUT_SET));
    }

    boolean accepts(@Nullable Object value) {
        return switch (this) {
            case ANY, LAMBDA, CASE -> true;
            case TEXT -> value instanceof String;
            case INTEGER -> value instanceof Boolean || isWhole(value);
            case WHOLE -> isWhole(value);
            case NUMBER -> isNumber(value);
            case TRUTH -> value instanceof Boolean;
            case LIST -> value instanceof List;
            case MAPPING -> value instanceof Map;
            case ITERABLE -> isIterable(value);
            case ITERABLE_BUT_SET -> isIterable(value) && !isSet(value);
            case ITERATOR -> isIterator(value);
            case SET -> isSet(value);
            case DATETIME -> value instanceof OffsetDateTime;
            case TIMESPAN -> value instanceof Duration;
            case REGEX -> value instanceof Pattern;
            case ORDERED -> value instanceof Ordered;
            case PAIR -> value instanceof KeyAndValue;
        };
    }

    static boolean isWhole(@Nullable Object value) {
        return value instanceof Long || value instanceof BigInteger;
    }

    static boolean isNumber(@Nullable Object value) {
        return Value.isNumber(value) && !(value instanceof Boolean);
    }

    static boolean isIterable(@Nullable Object value) {
        return value instanceof Collection || value instanceof Ordered || isIterator(value);
    }

    static boolean isIterator(@Nullable Object value) {
        return value instanceof Generator || value instanceof Memorized;
    }

    static boolean isSet(@Nullable Object value) {
        return value instanceof Set || (value instanceof DictView view && view.kind() != DictView.Kind.VALUES);
    }
}
