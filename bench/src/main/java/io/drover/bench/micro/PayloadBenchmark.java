package io.drover.bench.micro;

import io.drover.model.json.JsonValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to make a webhook's payload unchangeable, and to do so again with one that is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PayloadBenchmark {
    private final Map<String, Object> payload = new HashMap<>(Map.of(
            "headers", Map.of("Content-Type", "application/json", "Host", "localhost:9101", "User-Agent", "bench"),
            "body",
                    Map.of(
                            "host", "db-1",
                            "service", "disk",
                            "state", "CRITICAL",
                            "attempt", 3,
                            "output", "DISK CRITICAL - free space: /var 431 MB (1%)",
                            "tags", List.of("production", "database"))));
    private final Map<String, @Nullable Object> unchangeable = JsonValues.copyOf(payload);

    @Benchmark
    public Map<String, @Nullable Object> copy() {
        return JsonValues.copyOf(payload);
    }

    @Benchmark
    public Map<String, @Nullable Object> copyOfACopy() {
        return JsonValues.copyOf(unchangeable);
    }
}
