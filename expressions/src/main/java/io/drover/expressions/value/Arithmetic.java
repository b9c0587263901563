package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's operators on numbers, texts and lists: integers of any size, floor division, {@code %} with the sign of the divisor. */
public final class Arithmetic {
    private Arithmetic() {}

    /** {@code left + right}. */
    public static Object add(@Nullable Object left, @Nullable Object right, Meter meter) {
        if (left instanceof Long a && right instanceof Long b) {
            long sum = a + b;
            return ((a ^ sum) & (b ^ sum)) < 0 ? (Object) BigInteger.valueOf(a).add(BigInteger.valueOf(b)) : sum;
        }
        if (left instanceof String a && right instanceof String b) {
            meter.text((long) a.length() + b.length());
            return a.concat(b);
        }
        if ((left instanceof Markup || right instanceof Markup) && Value.isText(left) && Value.isText(right)) {
            return new Markup(meter.made(escaped(left, meter) + escaped(right, meter)));
        }
        boolean ranges = left instanceof PythonRange || right instanceof PythonRange;
        if (!ranges
                && left instanceof List<?> a
                && right instanceof List<?> b
                && a instanceof Tuple == b instanceof Tuple) {
            return concatenate(a, b, meter);
        }
        if (Value.isNumber(left) && Value.isNumber(right)) {
            return isFloat(left, right)
                    ? (Object) (toDouble(left) + toDouble(right))
                    : Value.integer(big(left).add(big(right)));
        }
        if (left instanceof PythonBytes a && right instanceof PythonBytes b) {
            return PythonBytes.ofLatin(meter.made(a.latin() + b.latin()));
        }
        if (left instanceof String || right instanceof String) {
            Undefined.refuse(left);
            Undefined.refuse(right);
            if (left instanceof String) {
                throw new ExpressionException(
                        "TypeError", "can only concatenate str (not \"" + Value.typeName(right) + "\") to str");
            }
        }
        throw unsupported("+", left, right);
    }

    /** {@code left - right}. */
    public static Object subtract(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            long difference = a - b;
            return ((a ^ b) & (a ^ difference)) < 0
                    ? (Object) BigInteger.valueOf(a).subtract(BigInteger.valueOf(b))
                    : difference;
        }
        if (Value.isNumber(left) && Value.isNumber(right)) {
            return isFloat(left, right)
                    ? (Object) (toDouble(left) - toDouble(right))
                    : Value.integer(big(left).subtract(big(right)));
        }
        throw unsupported("-", left, right);
    }

    /** {@code left * right}: a product, or a text or list repeated. */
    public static Object multiply(@Nullable Object left, @Nullable Object right, Meter meter) {
        if (Value.isNumber(left) && Value.isNumber(right)) {
            if (isFloat(left, right)) {
                return toDouble(left) * toDouble(right);
            }
            BigInteger a = big(left);
            BigInteger b = big(right);
            meter.integerBits((long) a.bitLength() + b.bitLength());
            return Value.integer(a.multiply(b));
        }
        if (Value.isInteger(right)) {
            return repeat(left, right, "*", meter);
        }
        if (Value.isInteger(left)) {
            return repeat(right, left, "*", meter);
        }
        throw unsupported("*", left, right);
    }

    /** {@code left / right}: always a float. */
    public static Object divide(@Nullable Object left, @Nullable Object right) {
        if (!Value.isNumber(left) || !Value.isNumber(right)) {
            throw unsupported("/", left, right);
        }
        if (isZero(right)) {
            throw new ExpressionException(
                    "ZeroDivisionError", isFloat(left, right) ? "float division by zero" : "division by zero");
        }
        if (!isFloat(left, right) && (left instanceof BigInteger || right instanceof BigInteger)) {
            double quotient = new BigDecimal(big(left))
                    .divide(new BigDecimal(big(right)), java.math.MathContext.DECIMAL128)
                    .doubleValue();
            return finite(quotient, "integer division result too large for a float");
        }
        return toDouble(left) / toDouble(right);
    }

    /** {@code left // right}: rounded down. */
    public static Object floorDivide(@Nullable Object left, @Nullable Object right) {
        if (!Value.isNumber(left) || !Value.isNumber(right)) {
            throw unsupported("//", left, right);
        }
        refuseZero(left, right, "integer division or modulo by zero", "float floor division by zero");
        if (isFloat(left, right)) {
            return floorDivide(toDouble(left), toDouble(right));
        }
        if (left instanceof Long a && right instanceof Long b && a != Long.MIN_VALUE) {
            return Math.floorDiv(a, b);
        }
        BigInteger[] parts = big(left).divideAndRemainder(big(right));
        boolean below =
                parts[1].signum() != 0 && parts[1].signum() != big(right).signum();
        return Value.integer(below ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }

    /** {@code left % right}: the rest of a division, or a text with its placeholders filled in. */
    public static Object modulo(@Nullable Object left, @Nullable Object right, Meter meter) {
        if (left instanceof String format) {
            return PercentFormat.format(format, right, meter);
        }
        if (left instanceof Markup format) {
            return new Markup(PercentFormat.escaping(format.text(), right, meter));
        }
        if (!Value.isNumber(left) || !Value.isNumber(right)) {
            throw unsupported("%", left, right);
        }
        refuseZero(left, right, "integer division or modulo by zero", "float modulo");
        if (isFloat(left, right)) {
            return modulo(toDouble(left), toDouble(right));
        }
        if (left instanceof Long a && right instanceof Long b) {
            return Math.floorMod(a, b);
        }
        BigInteger rest = big(left).mod(big(right).abs());
        return Value.integer(big(right).signum() < 0 && rest.signum() != 0 ? rest.add(big(right)) : rest);
    }

    /** By way of the remainder, as Python does it: the rounded quotient alone can be too large. */
    private static double floorDivide(double left, double right) {
        double rest = left % right;
        double whole = (left - rest) / right;
        double quotient = rest != 0 && rest < 0 != right < 0 ? whole - 1 : whole;
        if (quotient == 0) {
            return Math.copySign(0.0, left / right);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static double modulo(double left, double right) {
        double rest = left % right;
        if (rest == 0) {
            return Math.copySign(0.0, right);
        }
        return rest < 0 != right < 0 ? rest + right : rest;
    }

    /** {@code left ** right}. */
    public static Object power(@Nullable Object left, @Nullable Object right, Meter meter) {
        if (!Value.isNumber(left) || !Value.isNumber(right)) {
            throw unsupported("** or pow()", left, right);
        }
        boolean negative = toDouble(right) < 0;
        if (negative && toDouble(left) == 0) {
            throw new ExpressionException("ZeroDivisionError", "0.0 cannot be raised to a negative power");
        }
        if (isFloat(left, right) || negative) {
            double result = Math.pow(toDouble(left), toDouble(right));
            if (Double.isNaN(result) && !Double.isNaN(toDouble(left)) && !Double.isNaN(toDouble(right))) {
                throw new ExpressionException(
                        "ValueError", "a negative number can't be raised to a power that is no whole number");
            }
            boolean overflow = Double.isInfinite(result)
                    && !Double.isInfinite(toDouble(left))
                    && !Double.isInfinite(toDouble(right));
            return overflow ? finite(result, "(34, 'Numerical result out of range')") : result;
        }
        BigInteger base = big(left);
        if (base.abs().compareTo(BigInteger.ONE) <= 0) {
            boolean odd = big(right).testBit(0);
            return big(right).signum() == 0 ? 1L : Value.integer(odd ? base : base.abs());
        }
        if (right instanceof BigInteger) {
            meter.integerBits(Long.MAX_VALUE);
        }
        long exponent = big(right).longValueExact();
        meter.integerBits(exponent > Integer.MAX_VALUE ? Long.MAX_VALUE : (base.bitLength() - 1) * exponent);
        return Value.integer(base.pow((int) exponent));
    }

    /** {@code -value}. */
    public static Object negate(@Nullable Object value) {
        if (value instanceof Double number) {
            return -number;
        }
        if (Value.isNumber(value)) {
            return Value.integer(big(value).negate());
        }
        throw badOperand("unary -", value);
    }

    /** {@code +value}. */
    public static Object plus(@Nullable Object value) {
        if (value instanceof Double number) {
            return number;
        }
        if (Value.isNumber(value)) {
            return Value.integer(big(value));
        }
        throw badOperand("unary +", value);
    }

    /** The value's distance from zero. */
    public static Object absolute(@Nullable Object value) {
        if (value instanceof Double number) {
            return Math.abs(number);
        }
        if (Value.isNumber(value)) {
            return Value.integer(big(value).abs());
        }
        throw badOperand("abs()", value);
    }

    /** The number as a double; booleans are 0 and 1. */
    public static double toDouble(@Nullable Object number) {
        if (number instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (number instanceof BigInteger big) {
            return (Double) finite(big.doubleValue(), "int too large to convert to float");
        }
        return number instanceof Number value ? value.doubleValue() : Double.NaN;
    }

    /** The integer as a BigInteger; booleans are 0 and 1. */
    public static BigInteger big(@Nullable Object integer) {
        if (integer instanceof BigInteger big) {
            return big;
        }
        if (integer instanceof Boolean truth) {
            return truth ? BigInteger.ONE : BigInteger.ZERO;
        }
        return BigInteger.valueOf(integer instanceof Number number ? number.longValue() : 0);
    }

    private static boolean isFloat(@Nullable Object left, @Nullable Object right) {
        return left instanceof Double || right instanceof Double;
    }

    private static Object finite(double value, String message) {
        if (Double.isInfinite(value)) {
            throw new ExpressionException("OverflowError", message);
        }
        return value;
    }

    private static boolean isZero(@Nullable Object number) {
        return number instanceof BigInteger big ? big.signum() == 0 : toDouble(number) == 0;
    }

    private static void refuseZero(
            @Nullable Object left, @Nullable Object right, String integerMessage, String floatMessage) {
        if (isZero(right)) {
            throw new ExpressionException("ZeroDivisionError", isFloat(left, right) ? floatMessage : integerMessage);
        }
    }

    private static Object repeat(@Nullable Object sequence, @Nullable Object times, String operator, Meter meter) {
        if (sequence instanceof PythonBytes bytes) {
            return PythonBytes.ofLatin((String) repeat(bytes.latin(), times, operator, meter));
        }
        boolean text = Value.isText(sequence);
        if (!text && (!(sequence instanceof List) || sequence instanceof PythonRange)) {
            throw unsupported(operator, sequence, times);
        }
        int size = (int) Math.min(Iteration.length(sequence), Integer.MAX_VALUE);
        if (times instanceof BigInteger big) {
            meter.integerBits(big.signum() > 0 ? Long.MAX_VALUE : 0);
            throw new ExpressionException("OverflowError", "cannot fit 'int' into an index-sized integer");
        }
        long count = size == 0 ? 0 : Math.max(0, Value.integer(times, "a repetition"));
        long total = count > Integer.MAX_VALUE ? Integer.MAX_VALUE : count * size;
        if (sequence instanceof List<?> list) {
            meter.repeat(total);
            PythonList repeated = new PythonList((int) total);
            for (long i = 0; i < count; i++) {
                repeated.addAll(list);
            }
            return list instanceof Tuple ? Tuple.copyOf(repeated) : repeated;
        }
        meter.text(total);
        String plain = Value.text(sequence, "a text");
        String repeated = plain.repeat((int) count);
        return sequence instanceof Markup ? new Markup(repeated) : repeated;
    }

    private static Object concatenate(List<?> left, List<?> right, Meter meter) {
        meter.steps((long) left.size() + right.size());
        PythonList all = new PythonList(left.size() + right.size());
        all.addAll((Collection<?>) left);
        all.addAll((Collection<?>) right);
        return left instanceof Tuple ? Tuple.copyOf(all) : all;
    }

    private static String escaped(@Nullable Object text, Meter meter) {
        return text instanceof Markup markup
                ? markup.text()
                : Markup.escape(Value.text(text, "a text"), meter).text();
    }

    private static ExpressionException badOperand(String operator, @Nullable Object value) {
        Undefined.refuse(value);
        return new ExpressionException(
                "TypeError", "bad operand type for " + operator + ": '" + Value.typeName(value) + "'");
    }

    private static ExpressionException unsupported(String operator, @Nullable Object left, @Nullable Object right) {
        Undefined.refuse(left);
        Undefined.refuse(right);
        return new ExpressionException(
                "TypeError",
                "unsupported operand type(s) for " + operator + ": '" + Value.typeName(left) + "' and '"
                        + Value.typeName(right) + "'");
    }
}
