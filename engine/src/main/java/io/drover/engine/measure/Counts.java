package io.drover.engine.measure;

import io.drover.engine.api.Metric;
import io.drover.engine.api.Metric.Sample;
import io.drover.engine.measure.StackStormMetric.Counted;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.StatusChange;
import io.drover.model.rule.LimitedMatches;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what this node committed since it began. */
public final class Counts {
    /** What stands for all further values of a label: a collector keeps each of them for ever. */
    static final String OTHER = "other";

    private static final int MOST_VALUES = 1_000;
    private static final double NANOS = 1e9;

    private final Map<StackStormMetric, ConcurrentMap<String, LongAdder>> counts =
            new EnumMap<>(StackStormMetric.class);
    private final ConcurrentMap<String, LongAdder> nanos = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> limited = new ConcurrentHashMap<>();
    private final Histogram waits = Histogram.ofLongTimes();
    private final Histogram runs = Histogram.ofLongTimes();

    /** Nothing is counted yet. */
    public Counts() {
        for (StackStormMetric each : StackStormMetric.values()) {
            counts.put(each, new ConcurrentHashMap<>());
        }
    }

    /** Counts the records of a commit. */
    public void count(List<AuditRecord> records) {
        for (AuditRecord happened : records) {
            for (Counted counted : StackStormMetric.of(happened)) {
                add(counted.metric(), counted.of());
            }
        }
    }

    /** Counts what was stopped, by what stopped it. */
    public void limited(List<LimitedMatches> stopped) {
        stopped.forEach(each ->
                limited.computeIfAbsent(each.limit(), limit -> new LongAdder()).add(each.count()));
    }

    /** Adds how long an execution waited and ran, where it is over and ran at all. */
    public void ended(Execution execution) {
        Instant begin = lastBegin(execution);
        Instant end = execution.endedAt();
        if (begin == null || end == null) {
            return;
        }
        Duration took = Duration.between(begin, end);
        waits.add(Duration.between(execution.dueAt(), begin));
        runs.add(took);
        String action = add(StackStormMetric.EXECUTION_TIMES, execution.action().toString());
        nanos.computeIfAbsent(action, name -> new LongAdder()).add(Math.max(0, took.toNanos()));
    }

    private static @Nullable Instant lastBegin(Execution execution) {
        Instant begin = null;
        for (StatusChange change : execution.log()) {
            begin = change.status() == ExecutionStatus.RUNNING ? change.at() : begin;
        }
        return begin;
    }

    /** {@return the name under which it was counted} */
    private String add(StackStormMetric metric, String of) {
        ConcurrentMap<String, LongAdder> values = counts(metric);
        String name = values.containsKey(of) || values.size() < MOST_VALUES ? of : OTHER;
        values.computeIfAbsent(name, first -> new LongAdder()).increment();
        return name;
    }

    private ConcurrentMap<String, LongAdder> counts(StackStormMetric metric) {
        return counts.getOrDefault(metric, new ConcurrentHashMap<>());
    }

    /** {@return what was counted so far} */
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        for (StackStormMetric each : StackStormMetric.values()) {
            metrics.add(each.isTime() ? times(each) : counter(each, each.prometheus(), each.meaning()));
        }
        metrics.add(counter(
                StackStormMetric.STATUS,
                "drover_executions_status_total",
                "Executions that came to a status, by status."));
        metrics.add(Metric.by(
                "limit",
                "drover_rules_limited_total",
                Metric.Type.COUNTER,
                "Matches that a limit, a silence or a freeze stopped or delayed, and events that rules over several events"
                        + " did not collect (late, no_key).",
                limited));
        metrics.add(waits.metric(
                "drover_execution_wait_seconds", "From the time an execution was due to the start of its action."));
        metrics.add(runs.metric("drover_execution_run_seconds", "How long actions ran."));
        return metrics;
    }

    private Metric counter(StackStormMetric metric, String name, String help) {
        return Metric.by(metric.label(), name, metric.type(), help, counts(metric));
    }

    private Metric times(StackStormMetric metric) {
        List<Sample> samples = new ArrayList<>();
        new TreeMap<>(counts(metric)).forEach((action, count) -> {
            Map<String, String> labels = Map.of(metric.label(), action);
            LongAdder took = nanos.getOrDefault(action, new LongAdder());
            samples.add(new Sample("_sum", labels, took.sum() / NANOS));
            samples.add(new Sample("_count", labels, count.sum()));
        });
        return new Metric(metric.prometheus(), metric.type(), metric.meaning(), samples);
    }
}
