package io.drover.expressions.jinja;

import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.Equality;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Markup;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.MethodTable;
import io.drover.expressions.value.Ordering;
import io.drover.expressions.value.PythonBytes;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.TextMethods;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jinja2's tests, what stands behind {@code is}. */
final class BuiltinTests {
    private BuiltinTests() {}

    static Map<String, ExpressionFunction> functions(Environment environment) {
        MethodTable table = new MethodTable()
                .with("defined(value)", (meter, a) -> !(a[0] instanceof Undefined))
                .with("undefined(value)", (meter, a) -> a[0] instanceof Undefined)
                .with("none(value)", (meter, a) -> a[0] == null)
                .with("boolean(value)", (meter, a) -> a[0] instanceof Boolean)
                .with("true(value)", (meter, a) -> Boolean.TRUE.equals(a[0]))
                .with("false(value)", (meter, a) -> Boolean.FALSE.equals(a[0]))
                .with("integer(value)", (meter, a) -> Value.isInteger(a[0]) && !(a[0] instanceof Boolean))
                .with("float(value)", (meter, a) -> a[0] instanceof Double)
                .with("number(value)", (meter, a) -> Value.isNumber(a[0]))
                .with("string(value)", (meter, a) -> Value.isText(a[0]))
                .with("mapping(value)", (meter, a) -> a[0] instanceof Map)
                .with(
                        "sequence(value)",
                        (meter, a) -> Value.isText(a[0])
                                || a[0] instanceof List
                                || a[0] instanceof Map
                                || a[0] instanceof PythonBytes)
                .with("iterable(value)", (meter, a) -> isIterable(a[0]))
                .with("callable(value)", (meter, a) -> a[0] instanceof ExpressionFunction || a[0] instanceof Undefined)
                .with("escaped(value)", (meter, a) -> a[0] instanceof Markup)
                .with("sameas(value, other)", (meter, a) -> Equality.same(a[0], a[1]))
                .with("odd(value)", (meter, a) -> Equality.equal(Arithmetic.modulo(a[0], 2L, meter), 1L))
                .with("even(value)", (meter, a) -> Equality.equal(Arithmetic.modulo(a[0], 2L, meter), 0L))
                .with("divisibleby(value, num)", (meter, a) -> Equality.equal(Arithmetic.modulo(a[0], a[1], meter), 0L))
                .with("lower(value)", (meter, a) -> TextMethods.isLower(PythonText.str(a[0], meter)))
                .with("upper(value)", (meter, a) -> TextMethods.isUpper(PythonText.str(a[0], meter)))
                .with("in(value, seq)", (meter, a) -> Equality.contains(a[1], a[0], meter))
                .with("filter(value)", (meter, a) -> environment.filters().containsKey(name(a[0], meter)))
                .with("test(value)", (meter, a) -> environment.tests().containsKey(name(a[0], meter)))
                .with("eq(a, b)", (meter, a) -> Equality.equal(a[0], a[1]))
                .with("ne(a, b)", (meter, a) -> !Equality.equal(a[0], a[1]))
                .with("gt(a, b)", (meter, a) -> Ordering.holds(a[0], ">", a[1]))
                .with("ge(a, b)", (meter, a) -> Ordering.holds(a[0], ">=", a[1]))
                .with("lt(a, b)", (meter, a) -> Ordering.holds(a[0], "<", a[1]))
                .with("le(a, b)", (meter, a) -> Ordering.holds(a[0], "<=", a[1]));
        for (String alias : List.of(
                "==:eq", "equalto:eq", "!=:ne", ">:gt", "greaterthan:gt", ">=:ge", "<:lt", "lessthan:lt", "<=:le")) {
            int colon = alias.indexOf(':');
            table.alias(alias.substring(0, colon), alias.substring(colon + 1));
        }
        return table.functions();
    }

    private static boolean isIterable(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            if (undefined.strict()) {
                throw undefined.error();
            }
            return true;
        }
        return Iteration.isIterable(value);
    }

    private static String name(@Nullable Object value, Meter meter) {
        if (value != null) {
            Equality.key(value);
        }
        return PythonText.str(value, meter);
    }
}
