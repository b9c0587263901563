package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.PythonFloat;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Quoted;
import io.drover.expressions.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions that turn values into other kinds and tell which kind a value is. */
final class ConversionFunctions {
    private static final int MOST_DIGITS = 4300;

    private ConversionFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .function("str(value:any)", (scope, a) -> Text.of(a[0], scope.meter()))
                .function("int(value:any)", (scope, a) -> whole(a[0]))
                .function("float(value:any)", (scope, a) -> fraction(a[0]))
                .function("bool(value:any)", (scope, a) -> Operators.isTrue(a[0]))
                .function("isString(arg:any)", (scope, a) -> a[0] instanceof String)
                .function("isBoolean(value:any)", (scope, a) -> a[0] instanceof Boolean)
                .function("isInteger(value:any)", (scope, a) -> Kind.isWhole(a[0]))
                .function("isNumber(value:any)", (scope, a) -> Kind.isNumber(a[0]))
                .function("isList(arg:any)", (scope, a) -> a[0] instanceof List)
                .function("isDict(arg:any)", (scope, a) -> a[0] instanceof Map)
                .function("isSet(arg:any)", (scope, a) -> Kind.isSet(a[0]))
                .function("isIterable(value:any)", (scope, a) -> Kind.isIterable(a[0]))
                .function("isRegex(value:any)", (scope, a) -> a[0] instanceof Pattern)
                .function("isDatetime(value:any)", (scope, a) -> a[0] instanceof OffsetDateTime)
                .function("isTimespan(value:any)", (scope, a) -> a[0] instanceof Duration);
    }

    private static Object whole(@Nullable Object value) {
        if (value == null) {
            return 0L;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        if (value instanceof Double number) {
            if (number.isNaN() || number.isInfinite()) {
                throw new ExpressionException(
                        number.isNaN() ? "ValueError" : "OverflowError",
                        "cannot convert float " + PythonText.str(number) + " to integer");
            }
            return Value.integer(new BigDecimal(number).toBigInteger());
        }
        if (value instanceof String text) {
            Object whole = text.length() > MOST_DIGITS ? null : PythonFloat.parseInteger(text, 10);
            if (whole == null) {
                throw new ExpressionException(
                        "ValueError", "invalid literal for int() with base 10: " + Quoted.repr(text));
            }
            return whole;
        }
        if (Kind.isWhole(value)) {
            return value;
        }
        throw new ExpressionException(
                "TypeError",
                "int() argument must be a string, a bytes-like object or a real number, not '" + Value.typeName(value)
                        + "'");
    }

    private static Object fraction(@Nullable Object value) {
        if (value == null) {
            return 0.0;
        }
        if (Value.isNumber(value)) {
            return Arithmetic.toDouble(value);
        }
        if (value instanceof String text) {
            Object number = PythonFloat.parse(text);
            if (number == null) {
                throw new ExpressionException("ValueError", "could not convert string to float: " + Quoted.repr(text));
            }
            return number;
        }
        throw new ExpressionException(
                "TypeError", "float() argument must be a string or a real number, not '" + Value.typeName(value) + "'");
    }
}
