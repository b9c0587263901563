package io.drover.restapi.health;

import io.drover.engine.api.Metric;
import io.drover.engine.api.Metric.Sample;
import io.drover.engine.measure.Histogram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** The requests that were answered; packs' own HTTP routes are not among them. */
public final class Traffic {
    /** Anybody can make up a method, but not a label. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private final ConcurrentMap<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Histogram times = Histogram.ofShortTimes();

    /** Counts an answer. */
    public void answered(String method, int status, Duration took) {
        String known = METHODS.contains(method) ? method : "other";
        answers.computeIfAbsent(known + " " + status, first -> new LongAdder()).increment();
        times.add(took);
    }

    List<Metric> metrics() {
        List<Sample> samples = new TreeMap<>(answers)
                .entrySet().stream()
                        .map(each -> {
                            int blank = each.getKey().indexOf(' ');
                            Map<String, String> labels = Map.of(
                                    "method", each.getKey().substring(0, blank),
                                    "status", each.getKey().substring(blank + 1));
                            return new Sample("", labels, each.getValue().sum());
                        })
                        .toList();
        return List.of(
                new Metric(
                        "drover_http_requests_total",
                        Metric.Type.COUNTER,
                        "Requests that were answered, by method and status.",
                        samples),
                times.metric("drover_http_request_seconds", "From the head of a request to the head of its answer."));
    }
}
