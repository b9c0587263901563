package io.drover.engine.measure;

import io.drover.engine.api.Metric;
import io.drover.engine.api.Metric.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How long something takes: counts of what was at most so long. Many threads may add at once. */
public final class Histogram {
    private static final double NANOS = 1e9;

    private final double[] bounds;
    private final LongAdder[] counts;
    private final LongAdder nanos = new LongAdder();

    /** @param seconds the upper bounds, ascending */
    public Histogram(double... seconds) {
        this.bounds = seconds.clone();
        this.counts = new LongAdder[seconds.length + 1];
        Arrays.setAll(counts, i -> new LongAdder());
    }

    /** {@return one for what takes from a millisecond to ten seconds} */
    public static Histogram ofShortTimes() {
        return new Histogram(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);
    }

    /** {@return one for what takes from ten milliseconds to an hour} */
    public static Histogram ofLongTimes() {
        return new Histogram(0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1_800, 3_600);
    }

    /** Adds one time; what is negative, because a clock was set, counts as nothing. */
    public void add(Duration time) {
        long took = Math.max(0, time.toNanos());
        int bucket = Arrays.binarySearch(bounds, took / NANOS);
        counts[bucket < 0 ? -bucket - 1 : bucket].increment();
        nanos.add(took);
    }

    /** {@return what was added so far} */
    public Metric metric(String name, String help) {
        List<Sample> samples = new ArrayList<>();
        double sum = nanos.sum() / NANOS;
        long upTo = 0;
        for (int i = 0; i < counts.length; i++) {
            upTo += counts[i].sum();
            String bound = i < bounds.length ? Double.toString(bounds[i]) : "+Inf";
            samples.add(new Sample("_bucket", Map.of("le", bound), upTo));
        }
        samples.add(new Sample("_sum", Map.of(), sum));
        samples.add(new Sample("_count", Map.of(), upTo));
        return new Metric(name, Metric.Type.HISTOGRAM, help, samples);
    }
}
