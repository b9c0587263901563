package io.drover.distribution.audit;

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
import java.util.Set;
import java.util.TreeMap;

/**
 * A statsd server, told what happened in the names that StackStorm documents: {@code st2.action.executions.succeeded},
 * {@code st2.rule.<ref>.matched} … What is counted is what was committed.
 */
final class Statsd implements Collector {
    private static final Set<String> FINAL = Set.of("succeeded", "failed", "timeout", "abandoned", "canceled");
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
            for (String name : names(happened)) {
                counts.merge(name, 1, Integer::sum);
            }
            lines.addAll(times(happened));
        }
        counts.forEach((name, count) -> lines.add(line(name, count + "|c")));
        wire.send(datagrams(lines));
    }

    private static List<String> names(AuditRecord happened) {
        String what = happened.what();
        return switch (happened.kind()) {
            case "event" ->
                what.equals("accepted")
                        ? List.of("trigger." + happened.details().get("trigger") + ".processed")
                        : List.of();
            case "rule" ->
                Set.of("enforced", "shadowed", "failed").contains(what)
                        ? List.of(
                                "rule.processed",
                                "rule." + happened.subject() + ".processed",
                                "rule.matched",
                                "rule." + happened.subject() + ".matched")
                        : List.of();
            case "execution" -> {
                String status = "action.executions." + (what.equals("started") ? "running" : what);
                yield FINAL.contains(what) ? List.of(status, "action.executions", ofAction(happened)) : List.of(status);
            }
            default -> List.of();
        };
    }

    private static String ofAction(AuditRecord happened) {
        return "action." + happened.details().get("action") + ".executions";
    }

    /** {@return how long an execution ran, where it is over and its beginning is known} */
    private List<String> times(AuditRecord happened) {
        if (!happened.kind().equals("execution")) {
            return List.of();
        }
        if (!FINAL.contains(happened.what())) {
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
        return List.of(line("action.executions", time), line(ofAction(happened), time));
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
