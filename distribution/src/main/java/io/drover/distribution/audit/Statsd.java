package io.drover.distribution.audit;

import io.drover.engine.measure.StackStormMetric;
import io.drover.model.audit.AuditRecord;
import io.drover.model.store.Audit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private static final int LONGEST_DATAGRAM = 1_400;
    private static final int MOST_RUNNING = 20_000;

    private final Wire wire;
    private final String prefix;
    private final Map<String, Instant> begun = new LinkedHashMap<>();

    /** @param prefix stands between {@code st2.} and the name; may be empty */
    Statsd(Wire wire, String prefix) {
        this.wire = wire;
        this.prefix = prefix.isEmpty() ? "st2." : "st2." + prefix + ".";
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
        counts.forEach((name, count) -> lines.add(line(name, count + "|c")));
        wire.send(datagrams(lines));
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
        String time = Duration.between(start, happened.at()).toMillis() + "|ms";
        return StackStormMetric.EXECUTION_TIMES.names(StackStormMetric.action(happened)).stream()
                .map(name -> line(name, time))
                .toList();
    }

    private String line(String name, String value) {
        return prefix + name.replaceAll("[:|@\\s]", "_") + ":" + value;
    }

    private static List<byte[]> datagrams(List<String> lines) {
        List<byte[]> datagrams = new ArrayList<>();
        StringBuilder text = new StringBuilder(LONGEST_DATAGRAM);
        for (String line : lines) {
            if (text.length() + line.length() >= LONGEST_DATAGRAM && text.length() > 0) {
                datagrams.add(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
            }
            text.append(line).append('\n');
        }
        if (text.length() > 0) {
            datagrams.add(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        return datagrams;
    }

    @Override
    public void close() {
        wire.close();
    }
}
