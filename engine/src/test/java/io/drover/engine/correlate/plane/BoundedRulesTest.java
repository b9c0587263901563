package io.drover.engine.correlate.plane;

import static io.drover.engine.correlate.plane.Correlating.THREE;
import static io.drover.engine.correlate.plane.Correlating.emit;
import static io.drover.engine.correlate.plane.Correlating.settle;
import static io.drover.engine.correlate.plane.Correlating.states;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.RuleBounds;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionCall;
import io.drover.model.audit.AuditRecord;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that ask for more time, room or actions than they may: they go, and the others go on. */
class BoundedRulesTest {
    private static final Ref QUARANTINED = Ref.of("core", "rule_quarantined");
    private static final Rule HOARD =
            Correlating.rule("hoard", Correlating.count(100), Limits.NONE, Map.of("host", "{{ key }}"));
    private static final Rule EACH = Correlating.rule(
            "each", null, Correlating.throttle(Duration.ofNanos(1_000)), Map.of("host", "{{ trigger.host }}"));

    @TempDir
    Path folder;

    private Lives lives;

    @BeforeEach
    void makeLives() {
        lives = Lives.in(folder);
    }

    @AfterEach
    void end() {
        lives.close();
    }

    @Test
    void takesOutTheRuleThatHoldsMostWithTheReasonAndForgetsWhatItHeld() {
        lives.with(setup -> setup.bounded(new RuleBounds(5, 1_000, 10, 1_000_000)));
        lives.reader().lay(Plant.core(QUARANTINED));
        Parts parts = lives.start(Plant.content(HOARD, THREE, told()));

        for (int i = 0; i < 10; i++) {
            emit(parts, "h" + (i < 6 ? 1 : i), "a");
        }
        Await.until("it is quarantined", () -> quarantined(parts, "hoard") != null);
        Await.until("what it held is forgotten", () -> states(lives, "hoard").isEmpty());
        emit(parts, "h20", "a");
        emit(parts, "h20", "a");
        emit(parts, "h20", "a");
        Await.until(
                "the other rule goes on",
                () -> parts.executions().stream()
                        .anyMatch(
                                execution -> "h20".equals(execution.parameters().get("host"))));

        assertThat(quarantined(parts, "hoard"))
                .contains("events, more than any other", "rule.most-held", "most of one key were 6, of h1");
        assertThat(parts.registration().quarantined()).containsExactly(HOARD.ref());
        assertThat(parts.registry().rule("plant.hoard").orElseThrow().waitsFor())
                .singleElement()
                .asString()
                .startsWith("It is quarantined");
        Await.until(
                "rules are told",
                () -> parts.executions().stream()
                        .anyMatch(execution -> String.valueOf(
                                        execution.parameters().get("host"))
                                .startsWith("told of plant.hoard 1: it held")));
    }

    @Test
    void beginsEmptyWhereItIsEnabledAgain() {
        lives.with(setup -> setup.bounded(new RuleBounds(5, 1_000, 3, 1_000_000)));
        Rule four = Correlating.rule("four", Correlating.count(4), Limits.NONE, Map.of("host", "{{ key }}"));
        Parts parts = lives.start(Plant.content(four));
        for (String host : List.of("h1", "h1", "h1", "h2")) {
            emit(parts, host, "a");
        }
        Await.until("it is quarantined", () -> quarantined(parts, "four") != null);
        parts.clock().advance(Duration.ofSeconds(1));

        enable(parts, four, false);
        enable(parts, four, true);
        emit(parts, "h1", "a");
        Await.until("it collects again", () -> states(lives, "four").size() == 1);
        emit(parts, "h1", "a");
        emit(parts, "h1", "a");
        emit(parts, "h1", "a");
        settle(parts, 1);

        assertThat(parts.registration().quarantined()).isEmpty();
    }

    @Test
    void takesOutWhatHoldsTooMuchAtTheStartBeforeItsEventsAreRead() {
        Parts first = lives.start(Plant.content(HOARD, THREE));
        for (int i = 0; i < 30; i++) {
            emit(first, "h" + i, "a");
        }
        Await.until("all is stored", () -> states(lives, "hoard").size() == 30);
        emit(first, "h0", "a");
        Await.until(
                "that, too",
                () -> states(lives, "three").stream()
                        .anyMatch(state -> state.document().toString().split("\\[").length > 3));
        lives.with(setup -> setup.bounded(new RuleBounds(5, 1_000, 1_000, 40)));

        Parts second = lives.restart();
        Await.until("one is quarantined", () -> quarantined(second, "hoard") != null);
        Await.until("nothing is stored of it", () -> states(lives, "hoard").isEmpty());
        emit(second, "h0", "a");
        settle(second, 1);

        assertThat(quarantined(second, "hoard")).contains("stored", "more than any other", "at their start");
        assertThat(second.registration().quarantined()).containsExactly(HOARD.ref());
        assertThat(second.executions().get(0).cause().rule()).isEqualTo(THREE.ref());
    }

    @Test
    void readsNothingAtTheStartOfARuleThatIsDisabled() {
        Parts first = lives.start(Plant.content(HOARD, THREE));
        for (int i = 0; i < 30; i++) {
            emit(first, "h" + i, "a");
        }
        Await.until("all is stored", () -> states(lives, "hoard").size() == 30);
        lives.with(setup -> setup.bounded(new RuleBounds(5, 1_000, 40, 1_000)));
        lives.reader().lay(Plant.content(HOARD.with(false, false), THREE));

        Parts second = lives.restart();
        Await.until("nothing is stored of it", () -> states(lives, "hoard").isEmpty());
        emit(second, "h0", "a");
        emit(second, "h0", "a");
        settle(second, 1);

        assertThat(second.registration().quarantined()).isEmpty();
    }

    @Test
    void takesOutTheRuleOfThePackThatHoldsMostWhereAllPacksHoldTooMuch() {
        lives.with(setup -> setup.bounded(new RuleBounds(5, 1_000, 1_000, 20)));
        lives.reader().lay(calm());
        Parts parts = lives.start(Plant.content(HOARD));

        for (int i = 0; i < 11; i++) {
            // the other pack remembers the host alone, and has more room
            emit(parts, "h1", "a");
            emit(parts, "h2", "b");
        }
        Await.until("it is quarantined", () -> quarantined(parts, "hoard") != null);

        assertThat(quarantined(parts, "hoard")).contains("rules of all packs held more than 20 together");
        assertThat(parts.registration().quarantined()).containsExactly(HOARD.ref());
    }

    @Test
    void aFloodOfAnEarlierRevisionStopsAndLeavesTheMendedRuleAlone() {
        CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        lives.with(setup -> setup.bounded(new RuleBounds(5, 20, 1_000, 1_000)).failing(point -> {
            if (point.equals("rules-committed")) {
                held.complete(true);
                assertThat(Await.done(goOn)).isTrue();
            }
        }));
        Parts parts = lives.start(Plant.content(EACH));
        emit(parts, "first", "a");
        assertThat(Await.done(held)).isTrue();
        for (int i = 0; i < 40; i++) {
            emit(parts, "h" + i, "a");
        }
        parts.clock().advance(Duration.ofSeconds(1));
        Rule mended = Correlating.rule(
                "each",
                null,
                Correlating.throttle(Duration.ofNanos(1_000)),
                "trigger.step == 'b'",
                0,
                new ActionCall(Plant.ACT, Map.of("host", "mended {{ trigger.host }}"), null));
        Correlating.lay(lives, parts, Plant.content(mended));
        emit(parts, "h1", "a");
        emit(parts, "h2", "b");

        goOn.complete(true);
        Await.until(
                "the mended rule has acted",
                () -> parts.executions().stream()
                        .anyMatch(execution ->
                                "mended h2".equals(execution.parameters().get("host"))));

        assertThat(parts.registration().quarantined()).isEmpty();
        assertThat(quarantined(parts, "each")).isNull();
    }

    @Test
    void takesOutACorrelatedRuleThatFloods() {
        lives.with(setup -> setup.bounded(new RuleBounds(5, 20, 1_000, 1_000_000)));
        Parts parts = lives.start(Plant.content(EACH, THREE));

        for (int i = 0; i < 21; i++) {
            emit(parts, "h" + i, "a");
        }
        Await.until("it is quarantined", () -> quarantined(parts, "each") != null);
        parts.settle();
        int before = succeeded(parts, "each");
        emit(parts, "h1", "a");
        emit(parts, "h1", "a");
        Await.until("the other rule goes on", () -> succeeded(parts, "three") == 1);

        assertThat(quarantined(parts, "each")).contains("more than 20 times within a minute (rule.most-matches)");
        assertThat(succeeded(parts, "each")).isEqualTo(before);
    }

    @Test
    void leavesARuleAloneThatMatchesAsOftenOverMoreTime() {
        lives.with(setup -> setup.bounded(new RuleBounds(5, 20, 1_000, 1_000_000)));
        Parts parts = lives.start(Plant.content(EACH));

        for (int i = 0; i < 40; i++) {
            emit(parts, "h" + i, "a");
            parts.clock().advance(Duration.ofSeconds(4));
        }
        settle(parts, 40);

        assertThat(parts.registration().quarantined()).isEmpty();
    }

    @Test
    void takesOutARuleOfOneEventThatFloods() {
        lives.with(setup -> setup.bounded(new RuleBounds(5, 20, 1_000, 1_000_000)));
        Parts parts = lives.start(Plant.content(Plant.rule("plain", Plant.CALC, Map.of()), THREE));

        for (int i = 0; i < 21; i++) {
            emit(parts, "h" + i, "a");
        }
        Await.until("it is quarantined", () -> quarantined(parts, "plain") != null);
        emit(parts, "h1", "a");
        emit(parts, "h1", "a");
        Await.until("the other rule goes on", () -> succeeded(parts, "three") == 1);
        parts.settle();

        assertThat(quarantined(parts, "plain")).contains("rule.most-matches");
        assertThat(succeeded(parts, "plain")).isEqualTo(21);
    }

    @Test
    void namesTheRuleWhoseConditionDoesNotComeBackAndLeavesAHealthyThreadAlone() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        lives.with(setup -> setup.matched(() -> new Hanging(answer)).failing(point -> {
            if (point.equals("rules-committed")
                    && Thread.currentThread().getName().endsWith("-calm")) {
                held.complete(true);
                assertThat(goOn.join()).isTrue();
            }
        }));
        lives.reader().lay(calm());
        Rule hangs = Correlating.rule(
                "hangs", null, Correlating.throttle(Duration.ofHours(1)), "trigger.host == 'h1'", 0, act());
        Parts parts = lives.start(Plant.content(hangs, THREE));

        emit(parts, "h1", "a");
        // the commit of the healthy thread takes longer than a rule may take, from before the other one hung
        assertThat(Await.done(held)).isTrue();
        emit(parts, "h1", "a");
        Await.until("it is quarantined", () -> quarantined(parts, "hangs") != null);
        emit(parts, "h1", "a");
        Await.until("the others of its pack go on", () -> succeeded(parts, "three") == 1);
        goOn.complete(true);
        answer.complete(true);

        assertThat(quarantined(parts, "hangs")).contains("took more than 5 s for one event");
        assertThat(parts.registration().quarantined()).containsExactly(hangs.ref());
        assertThat(parts.correlations().status())
                .extracting(PackStatus::pack)
                .containsExactlyInAnyOrder("plant", "calm");
    }

    /** A matcher in which the condition of one rule, alone in being tested, does not come back. */
    private static final class Hanging implements RuleMatcher {
        private final CompletableFuture<Boolean> answer;
        private final RuleMatcher matcher = new DroolsRuleMatcher(failure -> {
            throw new AssertionError(failure);
        });
        private volatile Set<Ref> known = Set.of();
        private volatile Set<Ref> testing = Set.of();

        Hanging(CompletableFuture<Boolean> answer) {
            this.answer = answer;
        }

        @Override
        public Matches match(List<TriggerInstance> batch) {
            if (!known.isEmpty()) {
                testing = known;
                boolean unused = answer.join();
                testing = Set.of();
            }
            return matcher.match(batch);
        }

        @Override
        public void put(MatchedRule rule) {
            if (rule.ref().name().startsWith("hangs/")) {
                known = Set.of(rule.ref());
            }
            matcher.put(rule);
        }

        @Override
        public void remove(Ref rule) {
            if (known.contains(rule)) {
                known = Set.of();
            }
            matcher.remove(rule);
        }

        @Override
        public void reset(Collection<MatchedRule> rules) {
            matcher.reset(rules);
        }

        @Override
        public Set<Ref> testing() {
            return testing;
        }

        @Override
        public void close() {
            matcher.close();
        }
    }

    /** {@return another pack with a rule on the same events} */
    private static PackContent calm() {
        Rule first = new Rule(
                Ref.of("calm", "first"),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(Rules.STATE, Map.of()),
                List.of(),
                null,
                List.of(act()),
                0,
                List.of(),
                Map.of(),
                "rules/first.yaml",
                null,
                null,
                Correlating.throttle(Duration.ofHours(1)));
        return new PackContent(
                Plant.pack("calm", Path.of("packs", "calm")),
                List.of(),
                List.of(),
                List.of(),
                List.of(first),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static ActionCall act() {
        return new ActionCall(Plant.ACT, Map.of(), null);
    }

    private static Rule told() {
        return new Rule(
                Ref.of("plant", "told"),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(QUARANTINED, Map.of()),
                List.of(),
                null,
                List.of(new ActionCall(
                        Plant.CALC,
                        Map.of("host", "told of {{ trigger.rule }} {{ trigger.revision }}: {{ trigger.reason }}"),
                        null)),
                0,
                List.of(),
                Map.of(),
                "rules/told.yaml");
    }

    private void enable(Parts parts, Rule rule, boolean enabled) {
        Map<String, @Nullable Object> document =
                new LinkedHashMap<>(lives.reader().document(rule.with(enabled, false)));
        RegisteredRule unused = parts.registration().rules().update(rule.ref().toString(), document, Parts.ADMIN);
    }

    /** {@return why a rule of pack {@code plant} is quarantined; null where it is not, or where that is committed and not known yet} */
    private static @Nullable String quarantined(Parts parts, String rule) {
        if (!parts.registration().quarantined().contains(new Ref("plant", rule))) {
            return null;
        }
        return parts.trail().stream()
                .filter(record ->
                        record.what().equals("quarantined") && record.subject().equals("plant." + rule))
                .map(AuditRecord::why)
                .findFirst()
                .orElse(null);
    }

    private static int succeeded(Parts parts, String rule) {
        return (int) parts.enforcements().stream()
                .filter(enforcement -> enforcement.rule().name().equals(rule) && enforcement.executionId() != null)
                .count();
    }
}
