package io.drover.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.api.Metric;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorStatus.Delivery;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.SourceHealth;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceSilenceTest {
    private static final String ALERTS = "plant.alerts";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private @Nullable Parts made;
    private @Nullable HeardSources heard;
    private @Nullable SourceSilence silence;

    @AfterEach
    void close() {
        parts().close();
    }

    @Test
    void tellsOnceOfEachSilence() {
        start(Map.of("source", ALERTS, "after", "10m"));
        emit(ALERTS);
        pass(Duration.ofMinutes(9));
        assertThat(silences()).isEmpty();

        pass(MINUTE);
        pass(MINUTE);
        List<TriggerInstance> first = silences();
        emit(ALERTS);
        pass(MINUTE.multipliedBy(10));

        assertThat(first).singleElement().satisfies(event -> {
            assertThat(event.payload()).containsEntry("source", ALERTS).containsEntry("after", "10m");
            assertThat(event.payload().get("last_event_at")).isEqualTo(Rules.NOW.toString());
        });
        assertThat(silences()).hasSize(2);
    }

    @Test
    void tellsOfASourceThatWasNeverHeard() {
        start(Map.of("source", "plant.nothing", "after", "10m"));

        pass(MINUTE.multipliedBy(10));

        assertThat(silences())
                .singleElement()
                .satisfies(event -> assertThat(event.payload()).containsEntry("last_event_at", null));
    }

    @Test
    void learnsHowOftenASourceIsHeard() {
        start(Map.of());
        emit("plant.rare");
        for (int i = 0; i < 30; i++) {
            emit(ALERTS);
            pass(MINUTE);
        }
        assertThat(silences())
                .as("nobody knows how often the rare one is heard")
                .isEmpty();

        pass(MINUTE);
        assertThat(silences()).isEmpty();
        pass(MINUTE);

        assertThat(silences())
                .singleElement()
                .satisfies(event -> assertThat(event.payload()).containsEntry("source", ALERTS));
    }

    @Test
    void aRestartIsNoSilenceAndIsToldOfNoneTwice() {
        start(Map.of("source", ALERTS, "after", "10m"));
        emit(ALERTS);
        pass(MINUTE.multipliedBy(11));
        parts().clock().advance(Duration.ofHours(1));

        watch();
        pass(MINUTE.multipliedBy(9));
        int soon = silences().size();
        pass(MINUTE);

        assertThat(soon).isEqualTo(1);
        assertThat(silences()).as("the same silence").hasSize(1);
        assertThat(heard().all().get(ALERTS)).isEqualTo(SourceHealth.first(ALERTS, 1, Rules.NOW));
    }

    @Test
    void whatWasLearntIsKeptOverARestartWhoseTimeIsNoGap() {
        start(Map.of());
        for (int i = 0; i < 30; i++) {
            emit(ALERTS);
            pass(MINUTE);
        }
        parts().clock().advance(Duration.ofDays(2));

        watch();
        emit(ALERTS);

        SourceHealth health = Objects.requireNonNull(heard().all().get(ALERTS));
        assertThat(health.events()).isEqualTo(31);
        assertThat(health.cadence()).contains(MINUTE);
        pass(MINUTE.multipliedBy(3));
        assertThat(silences()).hasSize(1);
    }

    @Test
    void aSensorIsSilentOnceItsPacksTimeHasPassedEvenIfItWasNeverHeard() {
        start(Map.of(), sensor(true));

        pass(MINUTE.multipliedBy(4));
        assertThat(silences()).isEmpty();
        pass(MINUTE);

        assertThat(silences())
                .singleElement()
                .satisfies(event -> assertThat(event.payload())
                        .containsEntry("source", ALERTS)
                        .containsEntry("after", "5m")
                        .containsEntry("last_event_at", null));
    }

    @Test
    void whatItsPackSaysCountsMoreThanWhatWasLearntAndARuleMoreThanBoth() {
        start(Map.of("source", ALERTS, "after", "7m"), sensor(true));
        for (int i = 0; i < 30; i++) {
            emit(ALERTS);
            pass(MINUTE);
        }
        SensorStatus shown = heardSensors().find(ALERTS).orElseThrow();

        pass(MINUTE.multipliedBy(5));
        int early = silences().size();
        pass(MINUTE);

        assertThat(shown.cadence()).isEqualTo(Duration.ofMinutes(5));
        assertThat(shown.nextExpectedAt()).isEqualTo(parts().clock().instant().minus(MINUTE.multipliedBy(2)));
        assertThat(early).isZero();
        assertThat(silences()).hasSize(1);
    }

    @Test
    void nothingIsExpectedOfASensorThatIsSwitchedOff() {
        start(Map.of(), sensor(false));

        pass(MINUTE.multipliedBy(10));

        assertThat(silences()).isEmpty();
        assertThat(heardSensors().list()).singleElement().satisfies(shown -> {
            assertThat(shown.cadence()).isEqualTo(Duration.ofMinutes(5));
            assertThat(shown.nextExpectedAt()).isNull();
        });
    }

    @Test
    void tellsInNumbersWhenSensorsWereHeardAndHowOftenTheyShouldBe() {
        start(Map.of(), sensor(true));
        emit(ALERTS);
        emit("webhook:a");
        parts().settle();

        assertThat(heardSensors().metrics())
                .flatExtracting(Metric::samples)
                .extracting(sample -> sample.labels().get("sensor"), Metric.Sample::value)
                .containsExactly(tuple(ALERTS, (double) Rules.NOW.getEpochSecond()), tuple(ALERTS, 300.0));
    }

    @Test
    void aSensorThatANodeTakesOverGoesOnWithWhatTheOtherKnewOfIt() {
        start(Map.of());
        emit(ALERTS);
        pass(Duration.ofHours(5));
        Instant last = parts().clock().instant();
        store(new SourceHealth(ALERTS, 2, last, 40, MINUTE, MINUTE));

        heard().taken(Set.of(Ref.parse(ALERTS)));
        parts().clock().advance(Duration.ofSeconds(20));
        emit(ALERTS);
        pass(Duration.ZERO);

        SourceHealth here = Objects.requireNonNull(heard().here(ALERTS));
        assertThat(here.node()).isEqualTo(1);
        assertThat(here.events()).isEqualTo(41);
        assertThat(here.cadence()).as("not of its first life here, hours ago").contains(MINUTE);
        assertThat(here.silentAfter()).contains(MINUTE.multipliedBy(3));
        pass(MINUTE.multipliedBy(3));
        assertThat(silences()).hasSize(1);
    }

    @Test
    void whatTheOtherNodeToldOnlyAfterItsSensorWasTakenOverCountsUntilItIsHeardHere() {
        start(Map.of());
        heard().taken(Set.of(Ref.parse(ALERTS)));
        Instant last = parts().clock().instant();
        store(new SourceHealth(ALERTS, 2, last, 40, MINUTE, MINUTE));

        pass(Duration.ofSeconds(30));
        emit(ALERTS);
        parts().settle();
        store(new SourceHealth(ALERTS, 2, last.plusSeconds(40), 99, MINUTE, MINUTE));
        pass(Duration.ZERO);

        assertThat(Objects.requireNonNull(heard().here(ALERTS)).events()).isEqualTo(41);
    }

    @Test
    void whatSeveralNodesHearIsLearntByEachOnItsOwn() {
        start(Map.of());
        emit(ALERTS);
        parts().clock().advance(MINUTE);
        store(new SourceHealth(ALERTS, 2, parts().clock().instant(), 40, MINUTE, MINUTE));
        pass(MINUTE);
        emit(ALERTS);
        parts().settle();

        assertThat(Objects.requireNonNull(heard().here(ALERTS)).usualGap()).isEqualTo(MINUTE.multipliedBy(2));
    }

    @Test
    void nothingIsExpectedInNumbersOfASensorThatIsSwitchedOffOrRunsElsewhere() {
        start(Map.of());
        List<SensorStatus> sensors = List.of(
                status("plant.off", false, SensorStatus.State.STOPPED),
                status("plant.elsewhere", true, SensorStatus.State.STANDBY),
                status("plant.here", true, SensorStatus.State.RETRYING));

        List<Metric> metrics = HeardSensors.metrics(sensors, heard());

        assertThat(metrics)
                .flatExtracting(Metric::samples)
                .extracting(sample -> sample.labels().get("sensor"))
                .containsExactly("plant.here");
    }

    @Test
    void anotherNodeHearsForAll() {
        start(Map.of("source", ALERTS, "after", "10m"));
        emit(ALERTS);
        pass(MINUTE.multipliedBy(8));
        store(SourceHealth.first(ALERTS, 2, parts().clock().instant()));

        pass(MINUTE.multipliedBy(8));
        assertThat(silences()).isEmpty();
        pass(MINUTE.multipliedBy(2));
        assertThat(silences()).hasSize(1);
    }

    private void start(Map<String, @Nullable Object> parameters, SensorType... sensors) {
        Setup setup = Setup.in(folder);
        setup.reader().lay(Plant.core(SourceSilence.TYPE));
        Rule plain = Plant.rule("quiet", Plant.CALC, Map.of());
        Rule quiet = new Rule(
                plain.ref(),
                null,
                true,
                false,
                plain.type(),
                Trigger.of(SourceSilence.TYPE, parameters),
                List.of(),
                null,
                List.of(new ActionCall(Plant.CALC, Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                "rules/quiet.yaml");
        setup.reader()
                .lay(new PackContent(
                        Plant.pack("plant", Plant.FOLDER),
                        List.of(Plant.state()),
                        List.of(sensors),
                        Plant.actions(),
                        List.of(quiet),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of()));
        made = setup.make().started();
        watch();
    }

    private void watch() {
        HeardSources sources = new HeardSources(parts().store(), 1);
        heard = sources;
        silence = new SourceSilence(
                parts().registry(), sources, parts().registration().sensors(), parts().dispatcher(), parts().clock());
        parts().committer().follower((batch, fenced) -> sources.committed(batch.accepted()));
    }

    private void store(SourceHealth health) {
        parts().store().change(transaction -> transaction.sources().put(List.of(health)));
    }

    private void emit(String source) {
        assertThat(Await.done(parts().dispatcher().accept(Emission.of(Rules.STATE, Map.of("host", "a"), source)))
                        .instanceId())
                .isNotNull();
    }

    private void pass(Duration time) {
        parts().clock().advance(time);
        Objects.requireNonNull(silence).look();
        parts().settle();
    }

    private List<TriggerInstance> silences() {
        return parts().events().stream()
                .filter(event -> event.triggerType().equals(SourceSilence.TYPE))
                .toList();
    }

    private static SensorStatus status(String sensor, boolean enabled, SensorStatus.State state) {
        return new SensorStatus(
                sensor(sensor, enabled), state, Delivery.AT_LEAST_ONCE, 0, 0, null, null, null, false, null);
    }

    private static SensorType sensor(boolean enabled) {
        return sensor(ALERTS, enabled);
    }

    private static SensorType sensor(String ref, boolean enabled) {
        return new SensorType(
                Ref.parse(ref),
                null,
                enabled,
                "sensors/alerts.py",
                null,
                List.of(Rules.STATE),
                "sensors/alerts.yaml",
                SensorType.Host.PYTHON,
                Duration.ofMinutes(5));
    }

    private HeardSources heard() {
        return Objects.requireNonNull(heard, "a test starts its engine first");
    }

    private HeardSensors heardSensors() {
        return new HeardSensors(parts().registration().sensors(), heard());
    }

    private Parts parts() {
        return Objects.requireNonNull(made, "a test starts its engine first");
    }
}
