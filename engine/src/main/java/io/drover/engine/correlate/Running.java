package io.drover.engine.correlate;

import io.drover.engine.match.Canonical;
import io.drover.model.rule.Form.Function;
import io.drover.model.rule.Form.Having;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A function over values that come and go, calculated exactly. */
sealed interface Running {

    /** {@return a function over no values} */
    static Running of(Function function) {
        return switch (function) {
            case SUM -> new Sum(false);
            case AVG -> new Sum(true);
            case MIN -> new Extreme(false);
            case MAX -> new Extreme(true);
            case COUNT_DISTINCT -> new Distinct();
        };
    }

    /** {@return whether it is a value for this function} */
    boolean accepts(@Nullable Object value);

    void add(@Nullable Object value);

    void remove(@Nullable Object value);

    /** {@return whether the result satisfies a condition; there is at least one value} */
    boolean satisfies(Having having);

    /** {@return the result, an average as near as 34 digits come; there is at least one value} */
    BigDecimal result();

    /** {@return a number as the decimal that its text says; null where the value is none} */
    static @Nullable BigDecimal decimal(@Nullable Object value) {
        if (value instanceof Long whole) {
            return BigDecimal.valueOf(whole);
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
        }
        return value instanceof BigInteger whole ? new BigDecimal(whole) : null;
    }

    private static BigDecimal known(@Nullable Object value) {
        BigDecimal decimal = decimal(value);
        if (decimal == null) {
            throw new IllegalArgumentException("Expected a number, but found " + value);
        }
        return decimal;
    }

    /** A sum, or the average. */
    final class Sum implements Running {
        private final boolean average;
        private BigDecimal sum = BigDecimal.ZERO;
        private int count;

        private Sum(boolean average) {
            this.average = average;
        }

        @Override
        public boolean accepts(@Nullable Object value) {
            return decimal(value) != null;
        }

        @Override
        public void add(@Nullable Object value) {
            sum = sum.add(known(value));
            count++;
        }

        @Override
        public void remove(@Nullable Object value) {
            count--;
            // a fresh zero also forgets how many digits the sum once needed
            sum = count == 0 ? BigDecimal.ZERO : sum.subtract(known(value));
        }

        @Override
        public boolean satisfies(Having having) {
            // not divided, as not every average has a decimal
            return average
                    ? new Having(having.comparison(), having.bound().multiply(BigDecimal.valueOf(count))).holds(sum)
                    : having.holds(sum);
        }

        @Override
        public BigDecimal result() {
            return average ? sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128) : sum;
        }
    }

    /** The smallest value, or the greatest. */
    final class Extreme implements Running {
        private final boolean greatest;
        private final NavigableMap<BigDecimal, Integer> values = new TreeMap<>();

        private Extreme(boolean greatest) {
            this.greatest = greatest;
        }

        @Override
        public boolean accepts(@Nullable Object value) {
            return decimal(value) != null;
        }

        @Override
        public void add(@Nullable Object value) {
            values.merge(known(value), 1, Integer::sum);
        }

        @Override
        public void remove(@Nullable Object value) {
            values.computeIfPresent(known(value), (known, count) -> count == 1 ? null : count - 1);
        }

        @Override
        public boolean satisfies(Having having) {
            return having.holds(result());
        }

        @Override
        public BigDecimal result() {
            return greatest ? values.lastKey() : values.firstKey();
        }
    }

    /** How many different texts, numbers and truth values there are. */
    final class Distinct implements Running {
        private final Map<String, Integer> values = new HashMap<>();

        private Distinct() {}

        @Override
        public boolean accepts(@Nullable Object value) {
            return Canonical.key(value) != null;
        }

        @Override
        public void add(@Nullable Object value) {
            values.merge(String.valueOf(Canonical.key(value)), 1, Integer::sum);
        }

        @Override
        public void remove(@Nullable Object value) {
            values.computeIfPresent(
                    String.valueOf(Canonical.key(value)), (known, count) -> count == 1 ? null : count - 1);
        }

        @Override
        public boolean satisfies(Having having) {
            return having.holds(result());
        }

        @Override
        public BigDecimal result() {
            return BigDecimal.valueOf(values.size());
        }
    }
}
