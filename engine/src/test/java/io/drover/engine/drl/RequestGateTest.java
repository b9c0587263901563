package io.drover.engine.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.drools.drl.Asked;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionCall;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Event;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests does not depend on how many events are decided at a time. */
class RequestGateTest {
    private static final Ref RULE = Ref.of("plant", "each");
    private static final Ref STATE = Ref.of("plant", "state");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<RequestLimits.Passed> passed = new ArrayList<>();
    private final List<OnceWindow> opened = new ArrayList<>();
    private long order;

    /** What a session asked for because of an event. */
    private record Step(Event event, Instant at, @Nullable Duration once) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void throttlesByTheTimeOfEachRequest(int atOnce) {
        Limits throttle = new Limits(new Limits.Throttle(Duration.ofMinutes(10), null, 1), null, null, null, null);

        run(throttle, atOnce, step(0), step(1), step(10), step(11), step(25));

        assertThat(minutes()).containsExactly(0L, 10L, 25L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void opensTheNextWindowOfOncePerWhenTheLastOneIsOver(int atOnce) {
        Duration once = Duration.ofMinutes(10);

        run(Limits.NONE, atOnce, step(0, once), step(9, once), step(10, once), step(30, once));

        assertThat(minutes()).containsExactly(0L, 10L, 30L);
        assertThat(opened).last().satisfies(window -> assertThat(window.from()).isEqualTo(at(30)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void asksOnceItWasQuietAtTheTimeWhenItWas(int atOnce) {
        Limits debounce = new Limits(null, new Limits.Debounce(Duration.ofMinutes(5), null, null), null, null, null);

        run(debounce, atOnce, step(0), step(4), step(20), step(60));

        assertThat(minutes()).containsExactly(9L, 25L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void seesAValueFlapBetweenTwoRequests(int atOnce) {
        Limits flap = new Limits(
                null,
                null,
                null,
                new Limits.Flap("trigger.host", null, 2, Duration.ofMinutes(10), Duration.ofMinutes(5)),
                null);

        // the host is the minute's last digit: a, b, a flaps from the second change on
        run(flap, atOnce, step(0), step(1), step(2), step(3), step(30));

        assertThat(minutes()).containsExactly(0L, 1L, 2L, 8L, 30L);
        assertThat(passed).extracting(RequestLimits.Passed::phase).containsExactly(null, null, "start", "stop", null);
    }

    @Test
    void countsAMatchOnceHoweverOftenItIsAskedFor() {
        Step same = step(0);

        run(Limits.NONE, 10, same, same);

        assertThat(passed).hasSize(1);
    }

    private void run(Limits limits, int atOnce, Step... steps) {
        Rule rule = rule(limits);
        RegisteredRule registered = new RegisteredRule(rule, 1, true, null, List.of(), START);
        RequestGate gate = new RequestGate(ref -> registered, call -> Plant.callable(Map.of()));
        gate.begin(List.of(rule));
        List<Step> all = List.of(steps);
        for (int from = 0; from < all.size(); from += atOnce) {
            List<Step> now = all.subList(from, Math.min(all.size(), from + atOnce));
            RequestGate.Decision decision = gate.decide(
                    now.stream().map(RequestGateTest::asked).toList(),
                    now.stream()
                            .map(step -> new RequestGate.Taken(step.event(), step.at()))
                            .toList(),
                    now.get(now.size() - 1).at());
            decision.opened().forEach(gate.windows()::put);
            passed.addAll(decision.passed());
            opened.addAll(decision.opened());
        }
    }

    private List<Long> minutes() {
        return passed.stream()
                .map(each -> Duration.between(START, each.at()).toMinutes())
                .toList();
    }

    private static Instant at(long minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private Step step(long minute) {
        return step(minute, null);
    }

    private Step step(long minute, @Nullable Duration once) {
        order++;
        TriggerInstance instance = new TriggerInstance(
                "e" + order,
                STATE,
                STATE,
                Map.of("host", minute % 2 == 0 ? "a" : "b"),
                at(minute),
                at(minute),
                null,
                "test",
                new Trace("t", null));
        return new Step(new Event(instance, order), at(minute), once);
    }

    private static Asked asked(Step step) {
        Duration window = step.once();
        return new Asked(
                RULE,
                0,
                List.of(step.event()),
                step.event(),
                step.at(),
                Plant.ACT.toString(),
                Map.of(),
                window == null ? null : new Asked.Once("k", window),
                null);
    }

    private static Rule rule(Limits limits) {
        return new Rule(
                RULE,
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(STATE, Map.of()),
                List.of(),
                null,
                List.of(new ActionCall(Plant.ACT, Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                "rules/a.drl",
                new Program("", "rule \"each\"", "each", 1, List.of(STATE)),
                null,
                limits);
    }
}
