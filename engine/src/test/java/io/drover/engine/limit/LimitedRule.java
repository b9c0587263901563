package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.RuleState;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule with limits, told of events by second. What comes of them is told in words, such as {@code fired c at 40 of a b c} or
 * {@code throttle stopped b under s:web1 since 0}.
 */
final class LimitedRule {
    static final Ref RULE = new Ref("demo", "rule");
    private static final int REVISION = 3;
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final Map<String, TriggerInstance> events = new LinkedHashMap<>();
    private final Map<RuleState.Name, RuleState> stored = new LinkedHashMap<>();
    private Limits limits;
    private Limiter limiter;

    LimitedRule(Limits limits) {
        this.limits = limits;
        this.limiter = new Limiter(RULE, REVISION, limits);
    }

    static Limits throttle(int seconds, @Nullable String by, int count) {
        return new Limits(new Limits.Throttle(Duration.ofSeconds(seconds), by, count), null, null, null, null);
    }

    static Limits debounce(int quiet, @Nullable Integer atMost, @Nullable String by) {
        Duration longest = atMost == null ? null : Duration.ofSeconds(atMost);
        return new Limits(null, new Limits.Debounce(Duration.ofSeconds(quiet), longest, by), null, null, null);
    }

    static Limits collapse(int seconds, @Nullable String by, int max) {
        return new Limits(null, null, new Limits.Collapse(Duration.ofSeconds(seconds), by, max), null, null);
    }

    static Limits flap(int changes, int within, int hold, @Nullable String by) {
        return new Limits(
                null,
                null,
                null,
                new Limits.Flap("trigger.state", by, changes, Duration.ofSeconds(within), Duration.ofSeconds(hold)),
                null);
    }

    static Limits guard(int targets, int seconds) {
        return new Limits(
                null, null, null, null, new Limits.Guard(targets, "trigger.host", Duration.ofSeconds(seconds)));
    }

    /** Limits of which each is one of several. */
    static Limits all(Limits... several) {
        Limits all = Limits.NONE;
        for (Limits each : several) {
            all = new Limits(
                    each.throttle() == null ? all.throttle() : each.throttle(),
                    each.debounce() == null ? all.debounce() : each.debounce(),
                    each.collapse() == null ? all.collapse() : each.collapse(),
                    each.flap() == null ? all.flap() : each.flap(),
                    each.guard() == null ? all.guard() : each.guard());
        }
        return all;
    }

    static Instant at(long second) {
        return START.plusSeconds(second);
    }

    static long second(Instant at) {
        return Duration.between(START, at).toSeconds();
    }

    /** {@return an event, known from now on} */
    TriggerInstance event(String id, long second, Map<String, @Nullable Object> payload) {
        TriggerInstance event = new TriggerInstance(
                id,
                new Ref("core", "tick"),
                new Ref("core", "tick"),
                payload,
                at(second),
                at(second),
                null,
                "test",
                new Trace(id, null));
        events.put(id, event);
        return event;
    }

    TriggerInstance known(String id) {
        TriggerInstance event = events.get(id);
        if (event == null) {
            throw new AssertionError("There is no event " + id);
        }
        return event;
    }

    /** An event that matches, watched first as every event is. */
    List<String> comes(String id, long second, Map<String, @Nullable Object> payload) {
        return told(found(id, second, payload, true));
    }

    List<Found> found(String id, long second, Map<String, @Nullable Object> payload, boolean matches) {
        TriggerInstance event = event(id, second, payload);
        List<Found> found = new ArrayList<>(limiter.watch(event, at(second)));
        if (matches) {
            found.addAll(limiter.take(match(second, event)));
        }
        return found;
    }

    List<String> comes(String id, long second) {
        return comes(id, second, Map.of());
    }

    List<String> comes(String id, long second, String host) {
        return comes(id, second, Map.of("host", host));
    }

    /** An event that does not match. */
    List<String> isSeen(String id, long second, Map<String, @Nullable Object> payload) {
        return told(found(id, second, payload, false));
    }

    List<String> take(Match match) {
        return told(limiter.take(match));
    }

    List<String> clock(long second) {
        return told(limiter.due(at(second)));
    }

    List<Found> due(long second) {
        return limiter.due(at(second));
    }

    @Nullable
    Long nextDue() {
        Instant due = limiter.nextDue();
        return due == null ? null : second(due);
    }

    static Match match(long second, TriggerInstance event) {
        return new Match(
                RULE,
                REVISION,
                "",
                null,
                at(second),
                List.of(new Match.Member("trigger", event)),
                event,
                Map.of(),
                event.id());
    }

    /** Stores what changed. */
    void store() {
        limiter.changed().forEach(state -> stored.put(state.name(), state));
        limiter.removed().forEach(stored::remove);
    }

    Map<RuleState.Name, RuleState> stored() {
        return stored;
    }

    List<RuleState> states() {
        return limiter.states();
    }

    /** Goes on from what is stored. */
    List<Found> restart(long second) {
        store();
        return restartWithout(second, List.of(), limits);
    }

    /** Is another revision from now on. */
    void become(Limits then) {
        limits = then;
        limiter = limiter.with(REVISION + 1, then);
    }

    List<Found> restartWithout(long second, List<String> purged, Limits then) {
        limits = then;
        limiter = new Limiter(RULE, REVISION, limits);
        limiter.restore(
                stored.values(),
                events.entrySet().stream()
                        .filter(event -> stored.values().stream()
                                .anyMatch(state -> Limiter.events(state).contains(event.getKey())))
                        .filter(event -> !purged.contains(event.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        return limiter.due(at(second));
    }

    static List<String> told(List<Found> found) {
        return found.stream().map(LimitedRule::told).toList();
    }

    private static String told(Found found) {
        if (found instanceof Found.Fired fired) {
            Match match = fired.match();
            String members =
                    match.members().stream().map(member -> member.event().id()).collect(Collectors.joining(" "));
            Object phase = match.shown().get("phase");
            return "fired " + match.newest().id() + " at " + second(match.at()) + " of " + members
                    + (phase == null ? "" : " as " + phase);
        }
        if (found instanceof Found.Limited limited) {
            return limited.limit() + " stopped " + limited.match().newest().id() + " under " + limited.key() + " since "
                    + second(limited.window());
        }
        if (found instanceof Found.Tripped tripped) {
            return "tripped by " + tripped.match().newest().id() + " over " + String.join(" ", tripped.targets());
        }
        throw new AssertionError("A limiter finds no " + found);
    }
}
