package io.drover.bench;

import io.drover.bench.load.LoadResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What a load did to the daemon.
 *
 * @param executions how many there are more than before
 * @param finished from the first event to the end of the last execution
 * @param memory of the daemon at the end
 * @param processorTime what the daemon used for it
 * @param dataGrowth in bytes; what an earlier load left to be written counts here too
 */
record LoadReport(
        LoadResult result,
        long executions,
        Duration finished,
        Optional<Memory> memory,
        Optional<Duration> processorTime,
        Optional<Long> dataGrowth) {

    /** In bytes. */
    record Memory(long resident, long peak) {}

    /** {@return accepted events per second, until all that they led to was finished} */
    double eventsPerSecond() {
        return result.accepted() / (finished.toNanos() / 1e9);
    }

    Optional<Double> bytesPerEvent() {
        return dataGrowth.map(bytes -> bytes / (double) Math.max(1, result.accepted()));
    }

    /** {@return the figures by name, as they go into a line of JSON} */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("accepted", result.accepted());
        fields.put("refused", result.refused());
        fields.put("failed", result.failed());
        if (result.failed() > 0) {
            fields.put("first_failure", result.firstFailure());
        }
        fields.put("executions", executions);
        fields.put("sending_seconds", result.took().toMillis() / 1000.0);
        fields.put("finished_seconds", finished.toMillis() / 1000.0);
        fields.put("events_per_second", Math.round(eventsPerSecond() * 10) / 10.0);
        fields.putAll(percentiles(result.latencies()));
        memory.ifPresent(bytes -> {
            fields.put("resident_bytes", bytes.resident());
            fields.put("peak_resident_bytes", bytes.peak());
        });
        processorTime.ifPresent(time -> fields.put("daemon_processor_seconds", time.toMillis() / 1000.0));
        dataGrowth.ifPresent(bytes -> fields.put("data_growth_bytes", bytes));
        bytesPerEvent().ifPresent(bytes -> fields.put("bytes_per_event", Math.round(bytes)));
        return fields;
    }

    /** {@return the usual percentiles of a histogram of microseconds, in milliseconds} */
    static Map<String, Object> percentiles(Histogram micros) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (double percentile : new double[] {50, 90, 99, 99.9}) {
            String name = String.format(Locale.ROOT, "p%s_ms", percentile)
                    .replace(".0_", "_")
                    .replace('.', '_');
            fields.put(name, micros.getValueAtPercentile(percentile) / 1000.0);
        }
        fields.put("max_ms", micros.getMaxValue() / 1000.0);
        return fields;
    }
}
