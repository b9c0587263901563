package io.drover.engine.backtest;

import io.drover.engine.correlate.Found;
import io.drover.engine.match.Canonical;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what came of a version of a rule. However much came, it keeps no more than some hundred firings and a thousand keys. */
final class Tally {
    static final int SHOWN = 100;
    static final int MOST_KEYS = 1_000;
    private static final int MOST_ERRORS = 100;

    private final Candidate candidate;
    private final List<Firing> first = new ArrayList<>();
    private final Deque<Firing> last = new ArrayDeque<>();
    private final Map<String, Long> keys = new LinkedHashMap<>();
    private final Map<String, Long> limited = new TreeMap<>();
    private final Map<String, Long> left = new TreeMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private long fired;
    private long ofOtherKeys;
    private long undecided;
    private long tripped;

    Tally(Candidate candidate) {
        this.candidate = candidate;
    }

    /** Counts what came. {@return what would have called actions} */
    List<Firing> count(List<Found> found) {
        List<Firing> firings = new ArrayList<>();
        for (Found each : found) {
            if (each instanceof Found.Fired match) {
                Firing firing = Firing.of(match.match());
                count(firing);
                firings.add(firing);
            } else if (each instanceof Found.Limited match) {
                limited.merge(match.limit(), 1L, Long::sum);
            } else if (each instanceof Found.Left event) {
                left.merge(event.reason().label(), 1L, Long::sum);
            } else if (each instanceof Found.Undecided event) {
                undecided++;
                if (errors.size() < MOST_ERRORS) {
                    errors.putIfAbsent(event.clause(), event.message());
                }
            } else if (each instanceof Found.Tripped) {
                tripped++;
            }
        }
        return firings;
    }

    private void count(Firing firing) {
        fired++;
        if (first.size() < SHOWN) {
            first.add(firing);
        } else {
            last.addLast(firing);
            if (last.size() > SHOWN) {
                last.removeFirst();
            }
        }
        if (keys.size() < MOST_KEYS || keys.containsKey(firing.key())) {
            keys.merge(firing.key(), 1L, Long::sum);
        } else {
            ofOtherKeys++;
        }
    }

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("version", candidate.label());
        document.put("rule", candidate.rule().ref().toString());
        document.put("revision", (long) candidate.revision());
        document.put("fired", fired);
        document.put("first", documents(first));
        document.put("last", documents(last));
        document.put("keys", shownKeys());
        document.put("fired_for_other_keys", ofOtherKeys);
        document.put("limited", new LinkedHashMap<String, @Nullable Object>(limited));
        document.put("late", left.getOrDefault(Found.Reason.LATE.label(), 0L));
        document.put("no_key", left.getOrDefault(Found.Reason.NO_KEY.label(), 0L));
        document.put("guard_tripped", tripped);
        document.put("undecided", undecided);
        document.put("errors", new LinkedHashMap<String, @Nullable Object>(errors));
        return document;
    }

    /** A text and a number that read alike are counted together here. */
    private Map<String, @Nullable Object> shownKeys() {
        Map<String, Long> shown = new LinkedHashMap<>();
        keys.forEach((key, count) -> shown.merge(Canonical.shown(key), count, Long::sum));
        return new LinkedHashMap<>(shown);
    }

    static List<Map<String, @Nullable Object>> documents(Collection<Firing> firings) {
        return firings.stream().map(Firing::document).toList();
    }
}
