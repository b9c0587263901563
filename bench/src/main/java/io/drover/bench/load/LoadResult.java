package io.drover.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What became of the events.
 *
 * @param accepted answered with 2xx
 * @param refused answered with 429 or 503: the daemon said that it is too much
 * @param failed answered otherwise or not at all
 * @param firstFailure what the first of those was; empty where there is none
 * @param latencies of all answers, in microseconds
 * @param took from the first event to the last answer
 */
public record LoadResult(
        long accepted, long refused, long failed, String firstFailure, Histogram latencies, Duration took) {
    private static final int SIGNIFICANT_DIGITS = 3;

    static Histogram histogram() {
        return new Histogram(SIGNIFICANT_DIGITS);
    }
}
