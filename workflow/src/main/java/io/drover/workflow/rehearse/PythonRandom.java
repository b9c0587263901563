package io.drover.workflow.rehearse;

import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Value;

/**
 * The function {@code random} with a seed, giving the numbers that Python gives for it: the Mersenne Twister MT19937
 * (Matsumoto and Nishimura, 1998), seeded and drawn from as in CPython's {@code random} module.
 */
final class PythonRandom implements ExpressionFunction {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] words = new int[SIZE];
    private int used = SIZE;

    PythonRandom(int seed) {
        start(19650218);
        int word = Math.abs(seed);
        int i = 1;
        for (int n = 0; n < SIZE; n++) {
            words[i] = (words[i] ^ (mixed(i) * 1664525)) + word;
            i = next(i);
        }
        for (int n = 0; n < SIZE - 1; n++) {
            words[i] = (words[i] ^ (mixed(i) * 1566083941)) - i;
            i = next(i);
        }
        words[0] = 0x80000000;
    }

    private void start(int seed) {
        words[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            words[i] = 1812433253 * (words[i - 1] ^ (words[i - 1] >>> 30)) + i;
        }
    }

    private int mixed(int i) {
        return words[i - 1] ^ (words[i - 1] >>> 30);
    }

    private int next(int i) {
        if (i + 1 < SIZE) {
            return i + 1;
        }
        words[0] = words[SIZE - 1];
        return 1;
    }

    private int word() {
        if (used == SIZE) {
            renew();
        }
        int y = words[used++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void renew() {
        for (int i = 0; i < SIZE; i++) {
            int y = (words[i] & 0x80000000) | (words[(i + 1) % SIZE] & 0x7fffffff);
            words[i] = words[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        used = 0;
    }

    /** {@return a number from 0 to below {@code bound}, which fits 32 bits} */
    private long below(long bound) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(bound);
        long drawn;
        do {
            drawn = Integer.toUnsignedLong(word()) >>> (Integer.SIZE - bits);
        } while (drawn >= bound);
        return drawn;
    }

    /** Without arguments a fraction from 0 to below 1, with two a whole number between them, both included. */
    @Override
    public Object call(Arguments arguments) {
        if (arguments.positional().size() < 2) {
            int high = word() >>> 5;
            int low = word() >>> 6;
            return (high * 67108864.0 + low) / 9007199254740992.0;
        }
        long from = Value.integer(arguments.positional().get(0), "random");
        long to = Value.integer(arguments.positional().get(1), "random");
        if (to < from || to - from >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("random(" + from + ", " + to + ") is no range of numbers.");
        }
        return from + below(to - from + 1);
    }
}
