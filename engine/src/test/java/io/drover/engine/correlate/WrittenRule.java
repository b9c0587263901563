package io.drover.engine.correlate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sentences of the rule language, as they are written: it keeps all events of a key since they were last used up, and looks
 * through all of them each time. Times are seconds.
 */
final class WrittenRule {

    /** A rule: which values of {@code x} make an event the first, the second … of its events. */
    record Plan(
            String form,
            List<Set<Integer>> kinds,
            Set<Integer> unless,
            boolean keyed,
            boolean cross,
            int atLeast,
            String function,
            String comparison,
            long bound,
            long within,
            @Nullable Long hold) {}

    /** An event. {@code cost} is null where it is no number. */
    record Happening(
            String id,
            long time,
            int x,
            int v,
            @Nullable Long cost,
            @Nullable String key) {}

    private record Held(long at, List<Happening> events, List<Integer> kinds, String value) {}

    private static final class History {
        private final List<Happening> log = new ArrayList<>();
        private final Set<String> silences = new HashSet<>();
        private @Nullable Held held;
        private boolean satisfied;
        private long looked = Long.MIN_VALUE;
    }

    private static final String BEGIN = "begin";
    private static final List<Integer> NO_KINDS = List.of();

    private final Plan plan;
    private final long lateness;
    private final Map<String, History> keys = new TreeMap<>();
    private final List<String> found = new ArrayList<>();
    private long clock;

    WrittenRule(Plan plan, long lateness, long now) {
        this.plan = plan;
        this.lateness = lateness;
        this.clock = now;
        if (plan.form().equals("absence") && !plan.keyed()) {
            history("").log.add(new Happening(BEGIN, now, 0, 0, null, ""));
        }
    }

    List<String> found() {
        return found;
    }

    private History history(String key) {
        return keys.computeIfAbsent(key, first -> new History());
    }

    void tick(long now) {
        if (now > clock) {
            clock = now;
        }
        Due due = firstDue();
        while (due != null && due.at() < clock) {
            decide(due);
            due = firstDue();
        }
    }

    void take(Happening event) {
        boolean late = event.time() < clock - lateness;
        tick(event.time());
        List<Integer> kinds = new ArrayList<>();
        for (int kind = 0; kind < plan.kinds().size(); kind++) {
            if (plan.kinds().get(kind).contains(event.x())) {
                kinds.add(kind);
            }
        }
        boolean cancels = plan.unless().contains(event.x());
        if (kinds.isEmpty() && !cancels) {
            return;
        }
        boolean isOneEvent = plan.form().equals("any")
                && plan.kinds().size() == 1
                && plan.unless().isEmpty()
                && plan.hold() == null;
        if (late && !isOneEvent) {
            found.add(event.id() + " late");
            return;
        }
        String key = plan.keyed() ? event.key() : "";
        if (key == null) {
            found.add(event.id() + " no_key");
            return;
        }
        History history = history(key);
        if (cancels) {
            cancel(history, event);
        }
        if (!kinds.isEmpty() && history.held == null) {
            collect(key, history, event);
        }
    }

    private void cancel(History history, Happening event) {
        if (history.held != null && event.time() <= history.held.at() + hold()) {
            history.held = null;
        }
        List<Happening> silent = history.log.stream()
                .filter(one -> plan.form().equals("absence")
                        && !history.silences.contains(one.id())
                        && isFollowedBySilence(history, one)
                        && one.time() + plan.within() + hold() < event.time())
                .toList();
        history.log.clear();
        history.log.addAll(silent);
        history.satisfied = false;
    }

    private long hold() {
        return plan.hold() == null ? 0 : plan.hold();
    }

    private void collect(String key, History history, Happening event) {
        switch (plan.form()) {
            case "any" ->
                match(
                        key,
                        history,
                        event.time(),
                        List.of(event),
                        List.of(kindsOf(event).get(0)),
                        "");
            case "sequence" -> {
                history.log.add(event);
                List<Happening> started = started(history.log);
                if (started.size() == plan.kinds().size()) {
                    history.log.clear();
                    match(key, history, event.time(), started, upTo(started.size()), "");
                }
            }
            case "all" -> {
                history.log.add(event);
                Map<Integer, Happening> newest = newest(history.log);
                if (newest.size() == plan.kinds().size() && isAllowed(newest) && newest.containsValue(event)) {
                    history.log.clear();
                    match(key, history, event.time(), List.copyOf(newest.values()), List.copyOf(newest.keySet()), "");
                }
            }
            case "count" -> {
                history.log.add(event);
                long end = history.log.stream().mapToLong(Happening::time).max().orElseThrow();
                List<Happening> window = history.log.stream()
                        .filter(one -> one.time() + plan.within() >= end)
                        .toList();
                if (window.size() >= plan.atLeast()) {
                    history.log.clear();
                    match(key, history, event.time(), window, zeros(window.size()), String.valueOf(window.size()));
                }
            }
            case "aggregate" -> {
                if (event.time() + plan.within() < clock) {
                    return;
                }
                if (event.cost() == null && !plan.function().equals("COUNT_DISTINCT")) {
                    found.add(event.id() + " undecided");
                    return;
                }
                history.log.add(event);
                test(key, history, event.time(), clock - 1);
            }
            default -> history.log.add(event);
        }
    }

    private List<Integer> kindsOf(Happening event) {
        return upTo(plan.kinds().size()).stream()
                .filter(kind -> plan.kinds().get(kind).contains(event.x()))
                .toList();
    }

    private static List<Integer> upTo(int end) {
        List<Integer> all = new ArrayList<>();
        for (int one = 0; one < end; one++) {
            all.add(one);
        }
        return all;
    }

    private static List<Integer> zeros(int size) {
        return upTo(size).stream().map(one -> 0).toList();
    }

    /** What a sequence has come to: an event that is the next one is that, else a first one begins anew. */
    private List<Happening> started(List<Happening> log) {
        List<Happening> started = new ArrayList<>();
        for (Happening one : log) {
            boolean isNext = !started.isEmpty()
                    && kindsOf(one).contains(started.size())
                    && one.time() - started.get(0).time() <= plan.within()
                    && (!plan.cross() || one.v() >= started.get(0).v());
            if (!isNext && kindsOf(one).contains(0)) {
                started.clear();
                started.add(one);
            } else if (isNext) {
                started.add(one);
            }
        }
        return started;
    }

    /** The newest of each kind, without what has left the window that ends at the newest of them. */
    private Map<Integer, Happening> newest(List<Happening> log) {
        Map<Integer, Happening> there = new TreeMap<>();
        for (Happening one : log) {
            long end = Math.max(
                    one.time(),
                    there.values().stream().mapToLong(Happening::time).max().orElse(one.time()));
            if (one.time() + plan.within() < end) {
                continue;
            }
            there.values().removeIf(other -> other.time() + plan.within() < end);
            List<Integer> kinds = kindsOf(one);
            int kind = kinds.stream()
                    .filter(candidate -> !there.containsKey(candidate))
                    .findFirst()
                    .orElse(kinds.get(0));
            there.put(kind, one);
        }
        return there;
    }

    private boolean isAllowed(Map<Integer, Happening> all) {
        Happening first = all.get(0);
        return !plan.cross() || (first != null && all.values().stream().allMatch(other -> other.v() >= first.v()));
    }

    /** Tests the function over what is in the window after a moment. */
    private void test(String key, History history, long at, long after) {
        List<Happening> window = history.log.stream()
                .filter(one -> one.time() + plan.within() > after)
                .toList();
        boolean before = history.satisfied;
        history.satisfied = !window.isEmpty() && satisfies(window);
        if (history.satisfied && !before) {
            match(key, history, at, window, zeros(window.size()), value(window));
        }
    }

    private long total(List<Happening> window) {
        return window.stream()
                .mapToLong(one -> one.cost() == null ? 0 : one.cost())
                .sum();
    }

    private long result(List<Happening> window) {
        return switch (plan.function()) {
            case "SUM", "AVG" -> total(window);
            case "MIN" -> window.stream().mapToLong(WrittenRule::number).min().orElseThrow();
            case "MAX" -> window.stream().mapToLong(WrittenRule::number).max().orElseThrow();
            default -> window.stream().map(Happening::cost).distinct().count();
        };
    }

    private static long number(Happening one) {
        return one.cost() == null ? 0 : one.cost();
    }

    private boolean satisfies(List<Happening> window) {
        long bound = plan.function().equals("AVG") ? plan.bound() * window.size() : plan.bound();
        long result = result(window);
        return switch (plan.comparison()) {
            case "LESS" -> result < bound;
            case "AT_MOST" -> result <= bound;
            case "EQUAL" -> result == bound;
            case "NOT_EQUAL" -> result != bound;
            case "AT_LEAST" -> result >= bound;
            default -> result > bound;
        };
    }

    private String value(List<Happening> window) {
        long result = result(window);
        if (!plan.function().equals("AVG")) {
            return String.valueOf(result);
        }
        return result % window.size() == 0 ? String.valueOf(result / window.size()) : "";
    }

    private void match(
            String key, History history, long at, List<Happening> events, List<Integer> kinds, String value) {
        if (plan.hold() == null) {
            found.add(text(key, at, events, kinds, value));
        } else if (history.held == null) {
            history.held = new Held(at, events, kinds, value);
        }
    }

    private String text(String key, long at, List<Happening> events, List<Integer> kinds, String value) {
        StringBuilder text = new StringBuilder(key + "|");
        List<Integer> order = new ArrayList<>(upTo(events.size()));
        order.sort(Comparator.comparingInt(
                one -> Integer.parseInt(events.get(one).id().substring(1))));
        order.forEach(one -> text.append("k")
                .append(kinds.get(one))
                .append('=')
                .append(events.get(one).id())
                .append(' '));
        return text.append("at ")
                .append(at)
                .append(value.isEmpty() ? "" : " value " + value)
                .toString();
    }

    /** What is decided next: of one moment the first key, and a match that is held before the form. */
    private record Due(
            long at, String key, boolean isHeld, @Nullable Happening event) {}

    private @Nullable Due firstDue() {
        Due first = null;
        for (Map.Entry<String, History> entry : keys.entrySet()) {
            for (Due due : dues(entry.getKey(), entry.getValue())) {
                if (first == null || due.at() < first.at()) {
                    first = due;
                }
            }
        }
        return first;
    }

    private List<Due> dues(String key, History history) {
        List<Due> dues = new ArrayList<>();
        if (history.held != null) {
            dues.add(new Due(history.held.at() + hold() + lateness, key, true, null));
        }
        for (Happening one : history.log) {
            long end = one.time() + plan.within();
            if (plan.form().equals("aggregate") && end > history.looked) {
                dues.add(new Due(end, key, false, one));
            }
            if (plan.form().equals("absence")
                    && !history.silences.contains(one.id())
                    && isFollowedBySilence(history, one)) {
                dues.add(new Due(end + lateness, key, false, one));
            }
        }
        return dues;
    }

    /** Whether no event is within the time after an event; of two of the same time the later accepted one counts. */
    private boolean isFollowedBySilence(History history, Happening event) {
        int place = history.log.indexOf(event);
        for (int other = 0; other < history.log.size(); other++) {
            long time = history.log.get(other).time();
            boolean isAfter = time > event.time() || (time == event.time() && other > place);
            if (isAfter && time <= event.time() + plan.within()) {
                return false;
            }
        }
        return true;
    }

    private void decide(Due due) {
        History history = history(due.key());
        Held held = history.held;
        if (due.isHeld() && held != null) {
            history.held = null;
            found.add(text(due.key(), held.at() + hold(), held.events(), held.kinds(), held.value()));
        } else if (plan.form().equals("aggregate")) {
            history.looked = due.at();
            test(due.key(), history, due.at(), due.at());
        } else if (due.event() != null) {
            history.silences.add(due.event().id());
            boolean isBegin = due.event().id().equals(BEGIN);
            match(
                    due.key(),
                    history,
                    due.at() - lateness,
                    isBegin ? List.of() : List.of(due.event()),
                    isBegin ? NO_KINDS : List.of(0),
                    "");
        }
    }
}
