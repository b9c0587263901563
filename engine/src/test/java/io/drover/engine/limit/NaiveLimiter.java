package io.drover.engine.limit;

import io.drover.model.rule.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Limits as they are written down, without anything clever: it keeps everything that ever came, walks through every second, and
 * finds out each answer from the beginning. Keys and values are those of {@code host} and {@code state} in the events.
 */
final class NaiveLimiter {
    private final Limits limits;
    private final List<Sight> sights = new ArrayList<>();
    private final List<Arrival> throttled = new ArrayList<>();
    private final List<Arrival> guarded = new ArrayList<>();
    private final Map<String, List<Arrival>> kept = new TreeMap<>();
    private final Map<String, Sight> flappingSince = new TreeMap<>();
    /** How many events of a key had been looked at when its flapping ended last. */
    private final Map<String, Integer> ended = new LinkedHashMap<>();

    private final List<String> told = new ArrayList<>();
    private long clock = Long.MIN_VALUE;

    /** An event. */
    record Seen(String id, @Nullable Object host, @Nullable String state) {}

    /** An event that was looked at. */
    private record Sight(long second, Seen event, String key) {}

    /** A match, or several that became one, at a limit. */
    private record Arrival(
            long second,
            long at,
            List<Seen> events,
            String once,
            @Nullable String phase) {
        Seen newest() {
            return events.get(events.size() - 1);
        }

        String told() {
            return newest().id() + " at " + at + " of "
                    + events.stream().map(Seen::id).collect(Collectors.joining(" "))
                    + (phase == null ? "" : " as " + phase) + " once " + once;
        }
    }

    NaiveLimiter(Limits limits) {
        this.limits = limits;
    }

    /** {@return what came of everything since this was asked last} */
    List<String> told() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }

    void clock(long second) {
        if (clock == Long.MIN_VALUE) {
            clock = second;
        }
        while (clock < second) {
            clock++;
            endFlapping();
            release();
        }
    }

    void comes(long second, Seen event, boolean matches) {
        clock(second);
        watch(event);
        if (!matches) {
            return;
        }
        Arrival match = new Arrival(clock, second, List.of(event), event.id(), null);
        String key = key(by(limits.flap() == null ? null : limits.flap().by(), event));
        Sight flapping = limits.flap() == null ? null : flappingSince.get(key);
        if (flapping != null) {
            stop("flap", match, key, flapping.second());
        } else if (limits.debounce() != null || limits.collapse() != null) {
            keep(match);
        } else {
            throttle(match);
        }
    }

    private void watch(Seen event) {
        Limits.Flap flap = limits.flap();
        if (flap == null || event.state() == null) {
            return;
        }
        String key = key(by(flap.by(), event));
        Sight now = new Sight(clock, event, key);
        sights.add(now);
        if (!flappingSince.containsKey(key) && changes(key) >= flap.changes()) {
            flappingSince.put(key, now);
            guard(new Arrival(clock, clock, List.of(event), "flap/start/" + event.id(), "start"));
        }
    }

    /** Changes of a key less than {@code within} ago, since flapping ended last. */
    private long changes(String key) {
        Limits.Flap flap = Objects.requireNonNull(limits.flap());
        List<Sight> ofKey =
                sights.stream().filter(sight -> sight.key().equals(key)).toList();
        long changes = 0;
        for (int at = Math.max(1, ended.getOrDefault(key, 0)); at < ofKey.size(); at++) {
            Sight before = ofKey.get(at - 1);
            Sight after = ofKey.get(at);
            boolean isChange =
                    !Objects.equals(before.event().state(), after.event().state())
                            && after.second() - before.second() < seconds(flap.within());
            if (isChange && clock - after.second() < seconds(flap.within())) {
                changes++;
            }
        }
        return changes;
    }

    private void endFlapping() {
        Limits.Flap flap = limits.flap();
        if (flap == null) {
            return;
        }
        for (String key : List.copyOf(flappingSince.keySet())) {
            Sight start = Objects.requireNonNull(flappingSince.get(key));
            List<Sight> ofKey =
                    sights.stream().filter(sight -> sight.key().equals(key)).toList();
            long changed = start.second();
            for (int at = ofKey.indexOf(start) + 1; at < ofKey.size(); at++) {
                if (!Objects.equals(
                        ofKey.get(at - 1).event().state(), ofKey.get(at).event().state())) {
                    changed = ofKey.get(at).second();
                }
            }
            if (clock == changed + seconds(flap.hold())) {
                flappingSince.remove(key);
                ended.put(key, ofKey.size());
                Seen last = ofKey.get(ofKey.size() - 1).event();
                guard(new Arrival(
                        clock,
                        clock,
                        List.of(last),
                        "flap/stop/" + start.event().id(),
                        "stop"));
            }
        }
    }

    private void keep(Arrival match) {
        Limits.Collapse collapse = limits.collapse();
        String by = collapse != null
                ? collapse.by()
                : Objects.requireNonNull(limits.debounce()).by();
        String key = key(by(by, match.newest()));
        List<Arrival> together = kept.computeIfAbsent(key, any -> new ArrayList<>());
        together.add(match);
        if (collapse != null && together.size() == collapse.max()) {
            kept.remove(key);
            throttle(merged("collapse", together, match.at()));
        } else {
            stop(
                    collapse == null ? "debounce" : "collapse",
                    match,
                    key,
                    together.get(0).second());
        }
    }

    private void release() {
        for (String key : List.copyOf(kept.keySet())) {
            List<Arrival> together = Objects.requireNonNull(kept.get(key));
            long first = together.get(0).second();
            long last = together.get(together.size() - 1).second();
            Limits.Collapse collapse = limits.collapse();
            Limits.Debounce debounce = limits.debounce();
            boolean isOver = collapse != null && clock == first + seconds(collapse.span());
            boolean isQuiet = debounce != null
                    && (clock == last + seconds(debounce.quiet())
                            || (debounce.atMost() != null && clock == first + seconds(debounce.atMost())));
            if (isOver || isQuiet) {
                kept.remove(key);
                throttle(merged(collapse == null ? "debounce" : "collapse", together, clock));
            }
        }
    }

    private Arrival merged(String limit, List<Arrival> together, long at) {
        return new Arrival(
                clock,
                at,
                together.stream().flatMap(each -> each.events().stream()).toList(),
                together.get(0).once() + "/" + limit + "/"
                        + LimitedRule.at(together.get(0).second()),
                null);
    }

    private void throttle(Arrival match) {
        Limits.Throttle throttle = limits.throttle();
        if (throttle == null) {
            guard(match);
            return;
        }
        throttled.add(match);
        String key = key(by(throttle.by(), match.newest()));
        long start = Long.MIN_VALUE;
        int passed = 0;
        for (Arrival each : throttled) {
            if (key(by(throttle.by(), each.newest())).equals(key)) {
                boolean isOver = start == Long.MIN_VALUE || each.second() >= start + seconds(throttle.per());
                start = isOver ? each.second() : start;
                passed = isOver ? 1 : passed + 1;
            }
        }
        if (passed <= throttle.count()) {
            guard(new Arrival(clock, match.at(), match.events(), match.once(), match.phase()));
        } else {
            stop("throttle", match, key, start);
        }
    }

    private void guard(Arrival match) {
        Limits.Guard guard = limits.guard();
        if (guard == null) {
            told.add("fired " + match.told());
            return;
        }
        guarded.add(match);
        List<Arrival> passed = new ArrayList<>();
        long tripped = Long.MIN_VALUE;
        boolean isFirst = false;
        boolean passes = false;
        for (Arrival each : guarded) {
            for (long second = tripped; tripped != Long.MIN_VALUE && second <= each.second(); second++) {
                tripped = targets(passed, second).size() < guard.targets() ? Long.MIN_VALUE : tripped;
            }
            Set<String> targets = targets(passed, each.second());
            passes = targets.contains(key(each.newest().host())) || targets.size() < guard.targets();
            isFirst = !passes && tripped == Long.MIN_VALUE;
            tripped = isFirst ? each.second() : tripped;
            if (passes) {
                passed.add(each);
            }
        }
        if (passes) {
            told.add("fired " + match.told());
            return;
        }
        stop("guard", match, "", tripped);
        if (isFirst) {
            told.add("tripped by " + match.newest().id() + " over "
                    + targets(passed, clock).stream()
                            .map(key -> key.isEmpty() ? key : key.substring(2))
                            .collect(Collectors.joining(" ")));
        }
    }

    /** The targets that passed within the time up to a second, the one that passed longest ago first. */
    private Set<String> targets(List<Arrival> passed, long second) {
        long per = seconds(Objects.requireNonNull(limits.guard()).per());
        Set<String> targets = new LinkedHashSet<>();
        for (Arrival each : passed) {
            String target = key(each.newest().host());
            if (each.second() <= second && second < each.second() + per) {
                targets.remove(target);
                targets.add(target);
            }
        }
        return targets;
    }

    private void stop(String limit, Arrival match, String key, long window) {
        told.add(limit + " stopped " + match.newest().id() + " under " + key + " since " + window);
    }

    private static @Nullable Object by(@Nullable String by, Seen event) {
        return by == null ? null : event.host();
    }

    private static String key(@Nullable Object value) {
        return value == null ? "" : (value instanceof String ? "s:" : "n:") + value;
    }

    private static long seconds(Duration duration) {
        return duration.toSeconds();
    }
}
