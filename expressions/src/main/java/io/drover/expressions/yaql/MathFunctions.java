package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonFloat;
import io.drover.expressions.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Functions of numbers. */
final class MathFunctions {
    private MathFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .function("abs(op:num)", (scope, a) -> Arithmetic.absolute(a[0]))
                .function("sign(num:num)", (scope, a) -> sign(a[0]))
                .function("round(number:num, ndigits:int=0)", (scope, a) -> round(a[0], Argument.whole(a[1])))
                .function("pow(a:num, b:num, c:num?=null)", MathFunctions::power)
                .function("max(a:any, b:any)", (scope, a) -> larger(a[0], a[1], scope.meter()))
                .function("min(a:any, b:any)", (scope, a) -> smaller(a[0], a[1], scope.meter()))
                .function("random()", (scope, a) -> ThreadLocalRandom.current().nextDouble())
                .function("random(from:any, to:any)", MathFunctions::random)
                .function(
                        "bitwiseAnd(left:int, right:int)",
                        (scope, a) -> Value.integer(Arithmetic.big(a[0]).and(Arithmetic.big(a[1]))))
                .function(
                        "bitwiseOr(left:int, right:int)",
                        (scope, a) -> Value.integer(Arithmetic.big(a[0]).or(Arithmetic.big(a[1]))))
                .function(
                        "bitwiseXor(left:int, right:int)",
                        (scope, a) -> Value.integer(Arithmetic.big(a[0]).xor(Arithmetic.big(a[1]))))
                .function(
                        "bitwiseNot(arg:int)",
                        (scope, a) -> Value.integer(Arithmetic.big(a[0]).not()))
                .function("shiftBitsLeft(value:int, bitsNumber:int)", (scope, a) -> shift(a, true, scope.meter()))
                .function("shiftBitsRight(value:int, bitsNumber:int)", (scope, a) -> shift(a, false, scope.meter()));
    }

    private static Object sign(@Nullable Object number) {
        if (number instanceof Double value) {
            return value > 0 ? 1L : value < 0 ? -1L : 0L;
        }
        return (long) Arithmetic.big(number).signum();
    }

    static @Nullable Object larger(@Nullable Object a, @Nullable Object b, Meter meter) {
        return Operators.isTrue(Operators.apply(">", b, a, meter)) ? b : a;
    }

    static @Nullable Object smaller(@Nullable Object a, @Nullable Object b, Meter meter) {
        return Operators.isTrue(Operators.apply(">", b, a, meter)) ? a : b;
    }

    private static Object round(@Nullable Object number, long digits) {
        int scale = (int) Math.max(-5000, Math.min(5000, digits));
        if (number instanceof Double value) {
            return PythonFloat.round(value, scale);
        }
        return scale >= 0
                ? Value.integer(Arithmetic.big(number))
                : Value.integer(new BigDecimal(Arithmetic.big(number))
                        .setScale(scale, RoundingMode.HALF_EVEN)
                        .toBigInteger());
    }

    private static Object power(Scope scope, @Nullable Object[] a) {
        if (a[2] == null) {
            return Arithmetic.power(a[0], a[1], scope.meter());
        }
        if (!Kind.isWhole(a[0]) || !Kind.isWhole(a[1]) || !Kind.isWhole(a[2])) {
            throw new ExpressionException(
                    "TypeError", "pow() 3rd argument not allowed unless all arguments are integers");
        }
        BigInteger modulus = Arithmetic.big(a[2]);
        if (modulus.signum() == 0) {
            throw new ExpressionException("ValueError", "pow() 3rd argument cannot be 0");
        }
        scope.meter().steps(Arithmetic.big(a[1]).bitLength());
        try {
            BigInteger power = Arithmetic.big(a[0]).modPow(Arithmetic.big(a[1]), modulus.abs());
            return Value.integer(modulus.signum() < 0 && power.signum() != 0 ? power.add(modulus) : power);
        } catch (ArithmeticException notInvertible) {
            throw new ExpressionException("ValueError", "base is not invertible for the given modulus");
        }
    }

    private static Object random(Scope scope, @Nullable Object[] a) {
        long from = Argument.whole(a[0]);
        long to = Argument.whole(a[1]);
        if (from > to || to == Long.MAX_VALUE) {
            throw new ExpressionException("ValueError", "empty range for random(" + from + ", " + to + ")");
        }
        return ThreadLocalRandom.current().nextLong(from, to + 1);
    }

    private static Object shift(@Nullable Object[] a, boolean left, Meter meter) {
        BigInteger value = Arithmetic.big(a[0]);
        BigInteger bits = Arithmetic.big(a[1]);
        if (bits.signum() < 0) {
            throw new ExpressionException("ValueError", "negative shift count");
        }
        boolean far = bits.bitLength() > 31;
        if (left) {
            meter.integerBits(far ? Long.MAX_VALUE : value.bitLength() + bits.longValue());
            return Value.integer(value.shiftLeft(bits.intValue()));
        }
        return Value.integer(value.shiftRight(far ? Integer.MAX_VALUE : bits.intValue()));
    }
}
