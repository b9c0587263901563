package io.drover.restapi.health;

import io.drover.engine.api.Metric;
import io.drover.engine.api.Metric.Sample;
import io.drover.engine.measure.Histogram;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The requests that were answered; packs' own HTTP routes are not among them. */
public final class Traffic {
    /** Anybody can make up a method, but not a label. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private final ConcurrentMap<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Histogram times = Histogram.ofShortTimes();
    private volatile Consumer<Answered> listener = answered -> {};

    /** Tells of each answer from now on; what is told must not block. */
    public void tell(Consumer<Answered> whom) {
        listener = whom;
    }

    /** Counts an answer. */
    public void answered(Answered answer) {
        String method = METHODS.contains(answer.method()) ? answer.method() : "other";
        answers.computeIfAbsent(method + " " + answer.status(), first -> new LongAdder())
                .increment();
        times.add(answer.took());
        listener.accept(answer);
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
