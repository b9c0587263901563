package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Markup;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.MethodTable;
import io.drover.expressions.value.PythonFloat;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Quoted;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jinja2's filters for numbers. */
final class NumberFilters {
    private NumberFilters() {}

    static Map<String, ExpressionFunction> functions() {
        return new MethodTable()
                .with("abs(x)", (meter, a) -> Arithmetic.absolute(a[0]))
                .with("int(value, default=0, base=10)", NumberFilters::toInt)
                .with("float(value, default=0.0)", (meter, a) -> {
                    Object value = Markup.strip(Undefined.refuse(a[0]));
                    if (Value.isNumber(value)) {
                        return Arithmetic.toDouble(value);
                    }
                    Double number = value instanceof String text ? PythonFloat.parse(text) : null;
                    return number == null ? a[1] : number;
                })
                .with("round(value, precision=0, method='common')", NumberFilters::round)
                .with("filesizeformat(value, binary=False)", NumberFilters::fileSize)
                .functions();
    }

    private static @Nullable Object toInt(Meter meter, @Nullable Object[] a) {
        Object value = Markup.strip(Undefined.refuse(a[0]));
        if (value instanceof Double number) {
            return Double.isNaN(number) ? a[1] : PythonFloat.truncate(number);
        }
        if (Value.isNumber(value)) {
            return Value.integer(Arithmetic.big(value));
        }
        if (!(value instanceof String text)) {
            return a[1];
        }
        long base = a[2] != null && Value.isInteger(a[2]) ? Value.clamped(a[2], "base", Integer.MAX_VALUE) : -1;
        boolean isBase = base == 0 || (base >= 2 && base <= 36);
        Object whole = isBase ? PythonFloat.parseInteger(text, (int) base) : null;
        if (whole != null) {
            return whole;
        }
        Double number = PythonFloat.parse(text);
        return number == null || number.isNaN() || number.isInfinite() ? a[1] : PythonFloat.truncate(number);
    }

    private static Object round(Meter meter, @Nullable Object[] a) {
        Object value = Undefined.refuse(a[0]);
        String method = PythonText.str(a[2], meter);
        if (!method.equals("common") && !method.equals("ceil") && !method.equals("floor")) {
            throw new ExpressionException("FilterArgumentError", "method must be common, ceil or floor");
        }
        if (!Value.isNumber(value)) {
            throw new ExpressionException(
                    "TypeError", "type " + Value.typeName(value) + " doesn't define __round__ method");
        }
        if (a[1] == null && method.equals("common")) {
            return value instanceof Double number
                    ? PythonFloat.truncate(PythonFloat.round(number, 0))
                    : Value.integer(Arithmetic.big(value));
        }
        long precision = Value.clamped(a[1], "precision", Integer.MAX_VALUE);
        if (!method.equals("common")) {
            if (Value.isInteger(value) && precision >= 0) {
                return Arithmetic.toDouble(value);
            }
            double factor = Math.pow(10, (double) precision);
            double scaled = Arithmetic.toDouble(value) * factor;
            // whole numbers know no negative zero
            return Arithmetic.toDouble(
                            PythonFloat.truncate(method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled)))
                    / factor;
        }
        if (value instanceof Double number) {
            return PythonFloat.round(number, precision);
        }
        BigInteger whole = Arithmetic.big(value);
        if (precision >= 0) {
            return Value.integer(whole);
        }
        if (precision < -5000) {
            return 0L;
        }
        return Value.integer(new BigDecimal(whole)
                .setScale((int) precision, RoundingMode.HALF_EVEN)
                .toBigInteger());
    }

    private static Object fileSize(Meter meter, @Nullable Object[] a) {
        Object value = Markup.strip(Undefined.refuse(a[0]));
        Double parsed = value instanceof String text
                ? PythonFloat.parse(text)
                : Value.isNumber(value) ? (Double) Arithmetic.toDouble(value) : null;
        if (parsed == null) {
            throw new ExpressionException("ValueError", "could not convert string to float: " + Quoted.repr(value));
        }
        double bytes = parsed;
        boolean binary = Value.isTrue(a[1]);
        double base = binary ? 1024 : 1000;
        if (bytes == 1) {
            return "1 Byte";
        }
        if (bytes < base) {
            return PythonText.str(PythonFloat.truncate(bytes), meter) + " Bytes";
        }
        String[] units = binary
                ? new String[] {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"}
                : new String[] {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
        double unit = base;
        int i = 0;
        while (i < units.length - 1 && !(bytes < unit * base)) {
            unit *= base;
            i++;
        }
        return Arithmetic.modulo("%.1f " + units[i], base * bytes / (unit * base), meter);
    }
}
