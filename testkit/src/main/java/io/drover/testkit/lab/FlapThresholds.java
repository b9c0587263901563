package io.drover.testkit.lab;

/**
 * When flapping begins and ends: it begins once the percentage of state change reaches {@code high}, and ends once it
 * is no more than {@code low}; in between nothing changes.
 */
public record FlapThresholds(double low, double high) {
    /** 5 and 20 percent, what Nagios' sample configuration says for services. */
    public static final FlapThresholds DEFAULT = new FlapThresholds(5, 20);

    public FlapThresholds {
        if (low > high) {
            throw new IllegalArgumentException("the low threshold " + low + " is above the high one " + high);
        }
    }

    boolean flapping(boolean before, double percentChange) {
        return before ? percentChange > low : percentChange >= high;
    }
}
