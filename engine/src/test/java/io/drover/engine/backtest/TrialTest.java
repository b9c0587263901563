package io.drover.engine.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Position;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.store.TriggerInstances.Entry;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A rule, or two versions of it, over stored events. */
class TrialTest {
    private static final Instant FROM = Rules.NOW;
    private static final Instant TO = FROM.plus(Duration.ofHours(10));
    private static final Trigger STATE = new Trigger(Rules.STATE, Rules.STATE, Map.of());

    private final MemoryStore store = new MemoryStore();
    private long mostHeld = 2_000_000;

    @Test
    void tellsHowOftenARuleFiredOnWhichKeysAndWhen() {
        store(0, "a", "a", "b", "a", "b", "a", "a");

        Map<String, ?> result = run(counting(3), null, FROM, TO);

        Map<?, ?> candidate = object(result, "candidate");
        assertThat(result.get("events")).isEqualTo(7L);
        assertThat(candidate.get("fired")).isEqualTo(1L);
        assertThat(object(candidate, "keys")).isEqualTo(Map.of("a", 1L));
        assertThat((List<?>) Objects.requireNonNull(candidate.get("first")))
                .singleElement()
                .extracting(firing -> ((Map<?, ?>) firing).get("at"))
                .isEqualTo(FROM.plusSeconds(3).toString());
    }

    @Test
    void comparesTwoVersionsByWhatEachFiresOn() {
        store(0, "a", "a", "a", "a", "a", "a");

        Map<String, ?> result = run(counting(3), counting(2), FROM, TO);

        assertThat(object(result, "candidate").get("fired")).isEqualTo(2L);
        assertThat(object(result, "against").get("fired")).isEqualTo(3L);
        Map<?, ?> difference = object(result, "difference");
        assertThat(difference.get("both")).isEqualTo(1L);
        assertThat(difference.get("only_candidate")).isEqualTo(1L);
        assertThat(difference.get("only_against")).isEqualTo(2L);
    }

    @Test
    void failsWhereTheRuleHoldsMoreThanItMay() {
        store(0, "a", "b", "b", "b", "c");
        mostHeld = 4;

        assertThatExceptionOfType(DroverException.class)
                .isThrownBy(() -> run(counting(9), null, FROM, TO))
                .withMessageContainingAll(
                        "held 5 events", "held more than 4 (rule.most-held)", "most of one key were 3, of b")
                .matches(failure -> failure.code() == ErrorCode.TOO_LARGE);
    }

    @Test
    void looksAtTheEventsOfTheSpanAlone() {
        store(0, "a", "a", "a", "a", "a", "a", "a");

        Map<String, ?> result = run(counting(1), null, FROM.plusSeconds(2), FROM.plusSeconds(5));

        assertThat(result.get("events")).isEqualTo(3L);
        assertThat(object(result, "candidate").get("fired")).isEqualTo(3L);
        assertThat(object(result, "covered").get("percent")).isEqualTo(100L);
    }

    @Test
    void tellsWhatLimitsWouldHaveStopped() {
        store(0, "a", "a", "b", "a", "a");
        Limits throttle =
                new Limits(new Limits.Throttle(Duration.ofHours(1), "trigger.host", 1), null, null, null, null);

        Map<?, ?> candidate = object(run(rule(null, throttle), null, FROM, TO), "candidate");

        assertThat(candidate.get("fired")).isEqualTo(2L);
        assertThat(object(candidate, "limited")).isEqualTo(Map.of("throttle", 3L));
    }

    @Test
    void countsEventsWithoutAKey() {
        store(0, "a");
        put(1, Map.of("other", "x"));

        Map<?, ?> candidate = object(run(counting(1), null, FROM, TO), "candidate");

        assertThat(candidate.get("no_key")).isEqualTo(1L);
        assertThat(candidate.get("fired")).isEqualTo(1L);
    }

    @Test
    void decidesWhatIsDueBeforeTheEndOfTheSpan() {
        store(0, "a");
        When absence = new When(
                new Form.Absence(pattern()), List.of(), Map.of("e", "trigger.host"), Duration.ofMinutes(10), null);

        Map<?, ?> candidate = object(run(rule(absence, Limits.NONE), null, FROM, TO), "candidate");

        assertThat(candidate.get("fired")).isEqualTo(1L);
    }

    @Test
    void saysWhereItsTriggerNeverOccurredAndWhatTheStoreDoesNotCover() {
        Map<String, ?> nothing = run(counting(1), null, FROM, TO);
        store(5 * 3_600, "a");
        Map<String, ?> half = run(counting(1), null, FROM, TO);

        assertThat(nothing.get("silent_triggers")).isEqualTo(List.of(Rules.STATE.toString()));
        assertThat(String.valueOf(nothing.get("notes"))).contains("never occurred", "covers 0 %");
        assertThat(object(half, "covered").get("percent")).isEqualTo(50L);
        assertThat(half.get("silent_triggers")).isEqualTo(List.of());
    }

    @Test
    void keepsABoundedResultHoweverMuchARuleFires() {
        String[] hosts = new String[5_000];
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = "h" + i;
        }
        store(0, hosts);

        Map<?, ?> candidate = object(run(counting(1), null, FROM, TO), "candidate");

        assertThat(candidate.get("fired")).isEqualTo(5_000L);
        assertThat(object(candidate, "keys")).hasSize(Tally.MOST_KEYS);
        assertThat(candidate.get("fired_for_other_keys")).isEqualTo(4_000L);
        assertThat((List<?>) Objects.requireNonNull(candidate.get("first"))).hasSize(100);
        assertThat((List<?>) Objects.requireNonNull(candidate.get("last"))).hasSize(100);
    }

    private void store(int second, String... hosts) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < hosts.length; i++) {
            entries.add(entry(second + i, Map.of("host", hosts[i])));
        }
        store.change(t -> t.triggerInstances().insertAll(entries));
    }

    private void put(int second, Map<String, @Nullable Object> payload) {
        store.change(t -> t.triggerInstances().insertAll(List.of(entry(100 + second, payload))));
    }

    private static Entry entry(int second, Map<String, @Nullable Object> payload) {
        Instant at = FROM.plusSeconds(second);
        TriggerInstance event = new TriggerInstance(
                "e" + second, Rules.STATE, Rules.STATE, payload, at, at, null, "test", new Trace("t", null));
        return new Entry(event, new Position(1, 1, second), Duration.ZERO);
    }

    private Map<String, ?> run(Rule candidate, @Nullable Rule against, Instant from, Instant to) {
        Trial trial = new Trial(
                store,
                () -> new Replay.Matching(
                        new DroolsRuleMatcher(failure -> {
                            throw new AssertionError(failure);
                        }),
                        new JinjaLanguage()),
                Duration.ofSeconds(10),
                mostHeld,
                () -> TO,
                new Candidate(candidate, 2, "candidate"),
                against == null ? null : new Candidate(against, 1, "against"),
                from,
                to);
        Map<String, ?> result = trial.run();
        assertThat(trial.events()).isEqualTo(trial.total());
        return result;
    }

    private static Map<?, ?> object(Map<?, ?> of, String name) {
        return (Map<?, ?>) Objects.requireNonNull(of.get(name), name);
    }

    private static EventPattern pattern() {
        return new EventPattern("e", STATE, List.of(), null);
    }

    private static Rule counting(int number) {
        return rule(
                new When(
                        new Form.Count(pattern(), number),
                        List.of(),
                        Map.of("e", "trigger.host"),
                        Duration.ofSeconds(60),
                        null),
                Limits.NONE);
    }

    private static Rule rule(@Nullable When when, Limits limits) {
        return new Rule(
                Ref.of("plant", "r"),
                null,
                false,
                false,
                Rule.Type.STANDARD,
                STATE,
                List.of(),
                null,
                List.of(new ActionCall(Ref.of("core", "noop"), Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                null,
                null,
                when,
                limits);
    }
}
