package io.drover.engine.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.schedule.TimerTypes;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.timer.Missed;
import io.drover.model.timer.Timer;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DueTimersTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final MemoryStore memory = new MemoryStore();
    private final PlainReader reader = new PlainReader();
    private final List<Parts> lives = new ArrayList<>();

    @AfterEach
    void close() {
        lives.forEach(Parts::close);
    }

    /** {@return a node on the one database, some time after noon} */
    private Parts node(Duration afterNoon) {
        return node(Parts.NODE, afterNoon);
    }

    private Parts node(String name, Duration afterNoon) {
        Parts parts =
                Parts.Setup.in(folder).stored(memory).packs(reader).named(name).make();
        parts.clock().advance(afterNoon);
        lives.add(parts);
        return parts.started();
    }

    private static DueTimers timers(Parts parts, Missed missed) {
        return new DueTimers(
                parts.registry(),
                parts.store(),
                parts.committer(),
                parts.dispatcher(),
                ZoneOffset.UTC,
                missed,
                parts.clock());
    }

    private void ask(Rule... rules) {
        List<TriggerType> types = new ArrayList<>(List.of(Plant.state()));
        TimerTypes.ALL.forEach(ref -> types.add(
                new TriggerType(ref, null, Map.of(), Map.of("type", "object"), List.of(), "triggers/timer.yaml")));
        reader.lay(Plant.withTypes(Plant.content(rules), types));
    }

    private static Rule rule(String name, Map<String, @Nullable Object> parameters) {
        return rule(name, TimerTypes.CRON, parameters, true);
    }

    private static Rule rule(String name, Ref type, Map<String, @Nullable Object> parameters, boolean enabled) {
        return new Rule(
                Ref.of("plant", name),
                null,
                enabled,
                false,
                Rule.Type.STANDARD,
                Trigger.of(type, parameters),
                List.of(),
                null,
                List.of(new ActionCall(Plant.CALC, Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                "rules/" + name + ".yaml");
    }

    private static List<Instant> occurrences(Parts parts) {
        return parts.events().stream().map(TriggerInstance::occurredAt).sorted().toList();
    }

    private static List<Timer> stored(Parts parts) {
        return parts.store().read(transaction -> transaction.timers().list());
    }

    @Test
    void makesOneEventOfEachDueTime() {
        ask(rule("often", Map.of("minute", "*")));
        Parts parts = node(Duration.ZERO);
        DueTimers timers = timers(parts, Missed.LAST);

        Instant first = timers.tick();
        parts.clock().advance(MINUTE);
        timers.tick();
        timers.tick();
        parts.clock().advance(MINUTE.plusSeconds(5));
        Instant next = timers.tick();

        assertThat(first).isEqualTo(NOON.plus(MINUTE));
        assertThat(occurrences(parts)).containsExactly(NOON.plusSeconds(60), NOON.plusSeconds(120));
        assertThat(next).isEqualTo(NOON.plusSeconds(180));
        parts.settle();
        assertThat(parts.executions()).hasSize(2);
    }

    @Test
    void tellsWhenItWasDueAndWhatItIs() {
        ask(rule("often", Map.of("minute", "*")));
        Parts parts = node(Duration.ZERO);
        DueTimers timers = timers(parts, Missed.LAST);
        timers.tick();
        parts.clock().advance(MINUTE.plusMillis(20));

        timers.tick();

        TriggerInstance event = parts.events().get(0);
        assertThat(event.payload())
                .containsEntry("executed_at", "2026-03-01 12:01:00.020000+00:00")
                .containsEntry("schedule", null)
                .containsEntry("due_at", "2026-03-01T12:01:00Z");
        assertThat(event.triggerType()).isEqualTo(TimerTypes.CRON);
        assertThat(event.source()).isEqualTo("timer");
        assertThat(event.trace().tag())
                .isEqualTo("st2.CronTimer-" + event.trigger().name());
    }

    @Test
    void sharesATimerBetweenRulesAndKeepsItUntilTheLastIsGone() {
        Rule one = rule("one", Map.of("minute", "*"));
        Rule two = rule("two", TimerTypes.CRON, Map.of("minute", "*"), false);
        ask(one, two);
        Parts parts = node(Duration.ZERO);
        DueTimers timers = timers(parts, Missed.LAST);
        timers.tick();

        int shared = stored(parts).size();
        ask(two);
        parts.registration().packs().register(List.of("plant"), "test");
        timers.tick();
        int ofTheDisabledRule = stored(parts).size();
        ask();
        parts.registration().packs().register(List.of("plant"), "test");
        timers.tick();

        assertThat(shared).isEqualTo(1);
        assertThat(ofTheDisabledRule).isEqualTo(1);
        assertThat(stored(parts)).isEmpty();
        assertThat(parts.trail().stream()
                        .filter(record -> record.kind().equals("timer"))
                        .map(record -> record.what())
                        .toList())
                .containsExactly("created", "deleted");
    }

    @Test
    void countsAnIntervalOnAcrossARestart() {
        ask(rule("hourly", TimerTypes.INTERVAL, Map.of("unit", "hours", "delta", 1), true));
        timers(node(Duration.ZERO), Missed.LAST).tick();

        Parts later = node(Duration.ofMinutes(59));
        Instant next = timers(later, Missed.LAST).tick();

        assertThat(next).isEqualTo(NOON.plus(Duration.ofHours(1)));
    }

    @Test
    void makesNothingOfAllThatWasMissedWhereThePolicyIsNone() {
        Parts later = afterThreeHoursDown(Missed.NONE);

        assertThat(occurrences(later)).isEmpty();
        assertThat(stored(later).get(0).next())
                .isEqualTo(NOON.plus(Duration.ofHours(3)).plusSeconds(60));
        assertThat(later.trail().stream().map(record -> record.what())).contains("skipped");
    }

    @Test
    void makesAnEventOfTheLastOfAllThatWasMissedWhereThePolicyIsLast() {
        assertThat(occurrences(afterThreeHoursDown(Missed.LAST))).containsExactly(NOON.plus(Duration.ofHours(3)));
    }

    @Test
    void makesAnEventOfEachThatWasMissedWhereThePolicyIsAll() {
        List<Instant> occurrences = occurrences(afterThreeHoursDown(Missed.ALL));

        assertThat(occurrences).hasSize(180).doesNotHaveDuplicates();
        assertThat(occurrences.get(0)).isEqualTo(NOON.plusSeconds(60));
        assertThat(occurrences.get(179)).isEqualTo(NOON.plus(Duration.ofHours(3)));
    }

    /** A timer due every minute, and a daemon that was away from noon until half a minute after three. */
    private Parts afterThreeHoursDown(Missed policy) {
        ask(rule("often", Map.of("minute", "*")));
        timers(node(Duration.ZERO), policy).tick();
        Parts later = node(Duration.ofHours(3).plusSeconds(30));
        timers(later, policy).tick();
        return later;
    }

    @Test
    void obeysATimersOwnPolicyBeforeThatOfAll() {
        ask(rule("often", Map.of("minute", "*/30", "missed", "all")));
        timers(node(Duration.ZERO), Missed.NONE).tick();
        Parts later = node(Duration.ofHours(1).plusSeconds(1));

        timers(later, Missed.NONE).tick();

        assertThat(occurrences(later)).containsExactly(NOON.plusSeconds(1800), NOON.plusSeconds(3600));
    }

    @Test
    void makesOneEventOfADueTimeWhereTwoNodesTickAtOnce() throws InterruptedException {
        ask(rule("often", Map.of("second", "*", "missed", "all")));
        Parts one = node(Duration.ZERO);
        Parts two = node("n2", Duration.ZERO);
        DueTimers first = timers(one, Missed.ALL);
        DueTimers second = timers(two, Missed.ALL);
        first.tick();
        second.tick();
        one.clock().advance(Duration.ofSeconds(200));
        two.clock().advance(Duration.ofSeconds(200));

        Thread beside = new Thread(() -> tickUntilAllAreDone(second, two));
        beside.start();
        tickUntilAllAreDone(first, one);
        beside.join();

        assertThat(occurrences(one)).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void makesOneEventOfEachDueTimeOfAThousandTimersOnTwoNodes() throws InterruptedException {
        Rule[] rules = new Rule[1000];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = rule(
                    "often" + i,
                    TimerTypes.INTERVAL,
                    Map.of("unit", "minutes", "delta", 1L + i, "missed", "all"),
                    true);
        }
        ask(rules);
        Parts one = node(Duration.ZERO);
        Parts two = node("n2", Duration.ZERO);
        DueTimers first = timers(one, Missed.ALL);
        DueTimers second = timers(two, Missed.ALL);
        first.tick();
        second.tick();
        one.clock().advance(Duration.ofSeconds(150));
        two.clock().advance(Duration.ofSeconds(150));

        Thread beside = new Thread(() -> tickUntilAllAreDone(second, two));
        beside.start();
        tickUntilAllAreDone(first, one);
        beside.join();

        assertThat(one.events())
                .extracting(event -> event.trigger() + " at " + event.occurredAt())
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    private static void tickUntilAllAreDone(DueTimers timers, Parts parts) {
        Instant next = timers.tick();
        while (next != null && !next.isAfter(parts.clock().instant())) {
            next = timers.tick();
        }
    }

    @Test
    void losesNoDueTimeWhereTheDatabaseWasAway() {
        ask(rule("often", Map.of("minute", "*")));
        Parts parts = node(Duration.ZERO);
        DueTimers timers = timers(parts, Missed.LAST);
        timers.tick();
        parts.clock().advance(MINUTE);
        parts.store().deaf(true);

        assertThatThrownBy(timers::tick).isInstanceOf(DroverException.class);
        parts.store().deaf(false);
        timers.tick();

        assertThat(occurrences(parts)).containsExactly(NOON.plus(MINUTE));
    }

    @Test
    void isNotDueTwiceWhereTheClockIsSetBack() {
        ask(rule("often", Map.of("minute", "*")));
        Parts parts = node(Duration.ZERO);
        DueTimers timers = timers(parts, Missed.LAST);
        timers.tick();
        parts.clock().advance(MINUTE);
        timers.tick();

        parts.clock().advance(Duration.ofMinutes(-30));
        Instant next = timers.tick();

        assertThat(occurrences(parts)).containsExactly(NOON.plus(MINUTE));
        assertThat(next).isEqualTo(NOON.plus(MINUTE.multipliedBy(2)));
    }

    @Test
    void goesOnWhereATimeBecameAnEventBeforeItsTimerWasMadeAnew() {
        ask(rule("often", Map.of("minute", "*")));
        Parts parts = node(Duration.ZERO);
        DueTimers timers = timers(parts, Missed.LAST);
        timers.tick();
        parts.clock().advance(MINUTE);
        timers.tick();
        parts.clock().advance(MINUTE.negated());
        parts.store()
                .change(transaction -> transaction
                        .timers()
                        .remove(parts.registry().timers().get(0).ref()));
        DueTimers anew = timers(parts, Missed.LAST);
        anew.tick();
        parts.clock().advance(MINUTE);

        Instant next = anew.tick();

        assertThat(occurrences(parts)).containsExactly(NOON.plus(MINUTE));
        assertThat(next).isEqualTo(NOON.plus(MINUTE.multipliedBy(2)));
    }

    @Test
    void keepsRulesOnATimerThatCanNeverBeDueFromMatchingAndSaysWhy() {
        ask(rule("wrong", Map.of("hour", "25")), rule("often", Map.of("minute", "*")));
        Parts parts = node(Duration.ZERO);

        timers(parts, Missed.LAST).tick();

        assertThat(stored(parts)).hasSize(1);
        assertThat(parts.registry().rule("plant.wrong").orElseThrow().waitsFor())
                .singleElement()
                .asString()
                .contains("hour '25': 25 is not between 0 and 23.");
    }
}
