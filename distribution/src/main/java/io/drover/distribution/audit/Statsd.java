package io.drover.distribution.audit;

import io.drover.engine.measure.StackStormMetric;
import io.drover.model.audit.AuditRecord;
import io.drover.model.store.Audit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A statsd server, told what happened in the names that StackStorm documents ({@link StackStormMetric}): {@code
 * st2.action.executions.succeeded}, {@code st2.rule.<ref>.matched} … What is counted is what was committed.
 */
final class Statsd implements Collector {
    private static final int MOST_RUNNING = 20_000;

    private final Wire wire;
    private final StatsdText text;
    private final Map<String, Instant> begun = new LinkedHashMap<>();

    Statsd(Wire wire, StatsdText text) {
        this.wire = wire;
        this.text = text;
    }

    @Override
    public void send(List<Audit.Stored> records) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> lines = new ArrayList<>();
        for (Audit.Stored stored : records) {
            AuditRecord happened = stored.record();
            for (StackStormMetric.Counted counted : StackStormMetric.of(happened)) {
                counted.metric().names(counted.of()).forEach(name -> counts.merge(name, 1, Integer::sum));
            }
            lines.addAll(times(happened));
        }
        counts.forEach((name, count) -> lines.add(text.counter(name, count)));
        wire.send(StatsdText.datagrams(lines));
    }

    /** {@return how long an execution ran, where it is over and its beginning is known} */
    private List<String> times(AuditRecord happened) {
        if (!happened.kind().equals("execution")) {
            return List.of();
        }
        if (!StackStormMetric.isEnd(happened)) {
            begun.put(happened.subject(), happened.at());
            if (begun.size() > MOST_RUNNING) {
                begun.remove(begun.keySet().iterator().next());
            }
            return List.of();
        }
        Instant start = begun.remove(happened.subject());
        if (start == null) {
            return List.of();
        }
        long millis = Duration.between(start, happened.at()).toMillis();
        return StackStormMetric.EXECUTION_TIMES.names(StackStormMetric.action(happened)).stream()
                .map(name -> text.timer(name, millis))
                .toList();
    }

    @Override
    public void close() {
        wire.close();
    }
}
