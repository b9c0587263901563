package io.drover.engine.correlate.plane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.PackContent;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.Emission;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rule of each form and with each limit, and one sequence of events in which every window is open at once. Wherever the
 * process dies in it, the outcome is that of a run in which it lives on.
 */
class KilledWithinWindowsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Nobody is killed. */
    private static final int NEVER = -1;

    /** What is seen at a minute. */
    private record Seen(int minute, String host, String step, Map<String, @Nullable Object> more) {}

    /** What came of all events: the actions that were called, and how many matches each limit stopped, by rule and key. */
    private record Outcome(List<String> called, Map<String, Long> limited) {}

    private static final PackContent PACK = Plant.content(
            rule("sequence", when(new Form.Sequence(List.of(event("a"), event("b"), event("c"))), null), Limits.NONE),
            rule(
                    "unless",
                    when(new Form.Sequence(List.of(event("down"), event("hot"))), null, event("up")),
                    Limits.NONE),
            rule(
                    "hold",
                    when(new Form.Sequence(List.of(event("open"))), MINUTE.multipliedBy(5), event("shut")),
                    Limits.NONE),
            rule("count", when(new Form.Count(event("fail"), 3), null), Limits.NONE),
            rule("all", when(new Form.All(List.of(event("left"), event("right"))), null), Limits.NONE),
            rule(
                    "aggregate",
                    when(
                            new Form.Aggregate(
                                    event("load"),
                                    "trigger.size",
                                    Form.Function.SUM,
                                    new Form.Having(Form.Comparison.GREATER, BigDecimal.TEN)),
                            null),
                    Limits.NONE),
            rule("absence", absence(event("beat")), Limits.NONE),
            limited(
                    "throttle",
                    new Limits(new Limits.Throttle(HOUR, "trigger.host", 1), null, null, null, null),
                    "{{ trigger.host }}"),
            limited(
                    "debounce",
                    new Limits(
                            null, new Limits.Debounce(MINUTE.multipliedBy(4), HOUR, "trigger.host"), null, null, null),
                    "{{ trigger.host }} {{ events_total }}"),
            limited(
                    "collapse",
                    new Limits(
                            null, null, new Limits.Collapse(MINUTE.multipliedBy(5), "trigger.host", 100), null, null),
                    "{{ trigger.host }} {{ events_total }}"),
            limited(
                    "flap",
                    new Limits(
                            null,
                            null,
                            null,
                            new Limits.Flap("trigger.mode", "trigger.host", 2, HOUR, MINUTE.multipliedBy(10)),
                            null),
                    "{{ trigger.host }} {{ phase or 'steady' }}"),
            limited(
                    "guard",
                    new Limits(null, null, null, null, new Limits.Guard(2, "trigger.host", HOUR)),
                    "{{ trigger.host }}"));

    private static final List<Seen> EVENTS = List.of(
            seen(0, "h1", "a"),
            seen(0, "h2", "down"),
            seen(0, "h3", "down"),
            seen(0, "h4", "left"),
            seen(0, "h6", "fail"),
            seen(0, "h7", "load", "size", 4L),
            seen(0, "h8", "beat"),
            seen(0, "h9", "throttle"),
            seen(0, "h10", "debounce"),
            seen(0, "h11", "collapse"),
            seen(0, "h12", "flap", "mode", "on"),
            seen(0, "t1", "guard"),
            seen(1, "h1", "b"),
            seen(1, "h2", "up"),
            seen(1, "h4", "open"),
            seen(1, "h5", "open"),
            seen(1, "h6", "fail"),
            seen(1, "h7", "load", "size", 5L),
            seen(1, "h9", "throttle"),
            seen(1, "h10", "debounce"),
            seen(1, "h11", "collapse"),
            seen(1, "h12", "flap", "mode", "off"),
            seen(1, "t2", "guard"),
            // from here on each window is open, and each ends after here
            seen(2, "h1", "c"),
            seen(2, "h2", "hot"),
            seen(2, "h3", "hot"),
            seen(2, "h4", "right"),
            seen(2, "h5", "shut"),
            seen(2, "h6", "fail"),
            seen(2, "h7", "load", "size", 3L),
            seen(2, "h9", "throttle"),
            seen(2, "h10", "debounce"),
            seen(2, "h11", "collapse"),
            seen(2, "h12", "flap", "mode", "on"),
            seen(2, "t3", "guard"));

    private static final List<String> CALLED = List.of(
            "absence h8",
            "aggregate h7",
            "all h4",
            "collapse h11 3",
            "count h6",
            "debounce h10 3",
            "flap h12 start",
            "flap h12 steady",
            "flap h12 steady",
            "flap h12 stop",
            "guard t1",
            "guard t2",
            "hold h4",
            "sequence h1",
            "throttle h9",
            "unless h3");

    @TempDir
    Path folder;

    @Test
    void firesOfEachWindowWhatItsRuleSays() {
        Outcome outcome = run(NEVER);

        assertThat(outcome.called()).containsExactlyElementsOf(CALLED);
        assertThat(outcome.limited())
                .containsEntry("plant.throttle throttle", 2L)
                .containsEntry("plant.flap flap", 1L)
                .containsEntry("plant.guard guard", 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 11, 14, 22, 23, 28, 34})
    void comesToTheSameEndWhereverTheProcessDies(int killedAfter) {
        Outcome alive = run(NEVER);

        assertThat(run(killedAfter)).isEqualTo(alive);
    }

    @Test
    void comesToTheSameEndWhereItDiesAfterEachEvent() {
        Outcome alive = run(NEVER);

        Outcome killed = run(Stream.iterate(0, i -> i + 1).limit(EVENTS.size()).toList());

        assertThat(killed).isEqualTo(alive);
    }

    private Outcome run(int killedAfter) {
        return run(List.of(killedAfter));
    }

    /** {@return what came of the events where the process is killed after those of the given numbers} */
    private Outcome run(List<Integer> killedAfter) {
        Set<Integer> kills = Set.copyOf(killedAfter);
        try (Lives lives = Lives.in(folder)) {
            lives.reader().lay(PACK);
            Parts parts = lives.restart();
            int minute = 0;
            for (int i = 0; i < EVENTS.size(); i++) {
                Seen seen = EVENTS.get(i);
                parts.clock().advance(MINUTE.multipliedBy(seen.minute() - (long) minute));
                minute = seen.minute();
                emit(parts, seen);
                if (kills.contains(i)) {
                    parts = killed(lives, minute);
                }
            }
            parts.clock().advance(HOUR);
            Correlating.settle(parts, CALLED.size());
            return outcome(lives, parts);
        }
    }

    /** {@return the next life} */
    private static Parts killed(Lives lives, int minute) {
        lives.kill();
        Parts next = lives.make();
        next.clock().advance(MINUTE.multipliedBy(minute));
        return next.started();
    }

    private static void emit(Parts parts, Seen seen) {
        Map<String, @Nullable Object> payload = new HashMap<>(seen.more());
        payload.put("host", seen.host());
        payload.put("step", seen.step());
        assertThat(Await.done(parts.dispatcher().accept(Emission.of(Rules.STATE, payload, "test")))
                        .verdict())
                .isEqualTo(Verdict.ACCEPTED);
    }

    private static Outcome outcome(Lives lives, Parts parts) {
        List<String> called = parts.executions().stream()
                .map(execution -> String.valueOf(execution.cause().rule()).replace("plant.", "") + " "
                        + execution.parameters().get("host"))
                .sorted()
                .toList();
        Map<String, Long> limited = new TreeMap<>();
        lives.memory()
                .read(transaction ->
                        transaction.limitedCounts().list(Query.all()).items())
                .forEach(counted -> limited.merge(counted.rule() + " " + counted.limit(), counted.count(), Long::sum));
        return new Outcome(called, limited);
    }

    private static Seen seen(int minute, String host, String step) {
        return new Seen(minute, host, step, Map.of());
    }

    private static Seen seen(int minute, String host, String step, String field, Object value) {
        return new Seen(minute, host, step, Map.of(field, value));
    }

    private static EventPattern event(String step) {
        return Correlating.pattern(step, "trigger.step == '" + step + "'");
    }

    private static When when(Form form, @Nullable Duration hold, EventPattern... unless) {
        Map<String, String> by = new LinkedHashMap<>();
        form.events().forEach(pattern -> by.put(pattern.name(), "trigger.host"));
        List.of(unless).forEach(pattern -> by.put(pattern.name(), "trigger.host"));
        return new When(form, List.of(unless), by, HOUR, hold);
    }

    private static When absence(EventPattern beat) {
        return new When(
                new Form.Absence(beat), List.of(), Map.of(beat.name(), "trigger.host"), MINUTE.multipliedBy(20), null);
    }

    private static Rule rule(String name, When when, Limits limits) {
        return Correlating.rule(name, when, limits, Map.of("host", "{{ key }}"));
    }

    /** {@return a rule of one event that is called after its limit, as is the step of its events} */
    private static Rule limited(String name, Limits limits, String text) {
        return Correlating.rule(
                name,
                null,
                limits,
                "trigger.step == '" + name + "'",
                0,
                new ActionCall(Plant.ACT, Map.of("host", text), null));
    }
}
