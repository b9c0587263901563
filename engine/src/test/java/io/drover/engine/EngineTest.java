package io.drover.engine;

import static io.drover.engine.match.Rules.STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.api.Metric;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.HandSensors;
import io.drover.engine.rehearse.MemoryConfigFiles;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.Settings;
import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final Ref ENDED = Ref.of("core", "st2.generic.actiontrigger");

    @TempDir
    Path folder;

    private final MemoryStore store = new MemoryStore();
    private final PlainReader reader = new PlainReader();
    private final HandSensors sensors = new HandSensors();
    private final List<AuditRecord> audited = new CopyOnWriteArrayList<>();

    @Test
    void takesAnEventAllTheWayAndStopsInOrder() {
        reader.lay(Plant.content(Plant.rule("alarm", Plant.ACT, Map.of("host", "{{ trigger.host }}"))));
        Engine engine = engine();
        engine.start();
        boolean ready = engine.entryPoints().health().checks().stream().allMatch(check -> check.well());

        Verdict verdict = Await.done(engine.inbox().accept(Emission.of(STATE, Map.of("host", "a"), "test")))
                .verdict();
        Await.until("the action has run", () -> count(ExecutionStatus.SUCCEEDED) == 1);
        engine.stop(Duration.ofSeconds(20));

        assertThat(ready).isTrue();
        assertThat(verdict).isEqualTo(Verdict.ACCEPTED);
        assertThat(sensors.asked()).containsExactly("apply plant without []", "stop all");
        assertThat(audited)
                .isEqualTo(store.<List<AuditRecord>>read(
                        transaction -> transaction.audit().list(Query.all()).items()));
        assertThat(Await.failure(engine.inbox().accept(Emission.of(STATE, Map.of(), "test"))))
                .isInstanceOf(DroverException.class);
        assertThat(engine.entryPoints().health().metrics())
                .filteredOn(metric -> metric.name().equals("drover_events_accepted_total"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.samples().get(0).value()).isEqualTo(1));
    }

    @Test
    void documentsEverythingThatItMeasures() throws IOException {
        Engine engine = engine();
        String page = Files.readString(Path.of("..", "docs", "operating.md"));
        engine.start();

        List<Metric> metrics = engine.entryPoints().health().metrics();
        engine.stop(Duration.ofSeconds(20));

        assertThat(metrics)
                .extracting(Metric::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(page).contains("`" + name));
        assertThat(value(metrics, "drover_database_up")).isEqualTo(1);
        assertThat(value(metrics, "drover_lease_age_seconds")).isBetween(0.0, 20.0);
        assertThat(value(metrics, "drover_audit_unsealed_seconds")).isNotNegative();
    }

    private static double value(List<Metric> metrics, String name) {
        return metrics.stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(metric -> metric.samples().get(0).value())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theEndOfAnExecutionIsAnEventWhereARuleListens() {
        reader.lay(Plant.content(Plant.rule("alarm", Plant.ACT, Map.of())));
        reader.lay(Plant.core(ENDED));
        Engine engine = engine();
        engine.start();
        engine.entryPoints()
                .rules()
                .create(
                        Map.of(
                                "name", "listener",
                                "pack", "core",
                                "trigger", Map.of("type", ENDED.toString()),
                                "where", "trigger.action_ref == 'plant.act'",
                                "actions", List.of(Map.of("ref", "plant.calc"))),
                        new Principal("anna", Set.of(Principal.ADMIN), "none"));

        Verdict unused = Await.done(engine.inbox().accept(Emission.of(STATE, Map.of(), "test")))
                .verdict();
        Await.until(
                "both actions and their ends are done",
                () -> count(ExecutionStatus.SUCCEEDED) == 2 && events(ENDED).size() == 2);
        engine.stop(Duration.ofSeconds(20));

        assertThat(events(ENDED))
                .extracting(event -> event.payload().get("action_ref"))
                .containsExactly("plant.calc", "plant.act");
        assertThat(events(ENDED))
                .extracting(event -> event.payload().get("status"))
                .containsOnly("succeeded");
        assertThat(events(ENDED))
                .extracting(TriggerInstance::trace)
                .containsOnly(events(STATE).get(0).trace());
    }

    @Test
    void theEndOfAnExecutionIsNoEventWhereNoRuleListens() {
        reader.lay(Plant.content(Plant.rule("alarm", Plant.ACT, Map.of())));
        reader.lay(Plant.core(ENDED));
        Engine engine = engine();
        engine.start();

        Verdict unused = Await.done(engine.inbox().accept(Emission.of(STATE, Map.of(), "test")))
                .verdict();
        Await.until("the action has run", () -> count(ExecutionStatus.SUCCEEDED) == 1);
        engine.stop(Duration.ofSeconds(20));

        assertThat(events(ENDED)).isEmpty();
    }

    @Test
    void aBackstopRunsForWhatNoOtherRuleOfItsTriggerMatches() {
        reader.lay(Plant.content());
        Engine engine = engine();
        engine.start();
        Principal anna = new Principal("anna", Set.of(Principal.ADMIN), "none");
        Map<String, @Nullable Object> trigger = Map.of("type", STATE.toString());
        engine.entryPoints()
                .rules()
                .create(
                        Map.of(
                                "name", "usual",
                                "pack", "plant",
                                "trigger", trigger,
                                "where", "trigger.host == 'known'",
                                "actions", List.of(Map.of("ref", "plant.calc"))),
                        anna);
        engine.entryPoints()
                .rules()
                .create(
                        Map.of(
                                "name",
                                "rest",
                                "pack",
                                "plant",
                                "type",
                                Map.of("ref", "backstop"),
                                "trigger",
                                trigger,
                                "actions",
                                List.of(Map.of("ref", "plant.act"))),
                        anna);

        Verdict matched = Await.done(engine.inbox().accept(Emission.of(STATE, Map.of("host", "known"), "test")))
                .verdict();
        Verdict left = Await.done(engine.inbox().accept(Emission.of(STATE, Map.of("host", "new"), "test")))
                .verdict();
        Await.until("both have run", () -> count(ExecutionStatus.SUCCEEDED) == 2);
        engine.stop(Duration.ofSeconds(20));

        assertThat(List.of(matched, left)).containsOnly(Verdict.ACCEPTED);
        List<RuleEnforcement> enforced = store.read(
                transaction -> transaction.enforcements().list(Query.all()).items());
        List<TriggerInstance> newestFirst = events(STATE);
        assertThat(enforced)
                .extracting(enforcement -> enforcement.rule().name(), RuleEnforcement::triggerInstance)
                .containsExactlyInAnyOrder(
                        tuple("usual", newestFirst.get(1).id()),
                        tuple("rest", newestFirst.get(0).id()));
    }

    private long count(ExecutionStatus status) {
        return store.<Map<String, Long>>read(
                        transaction -> transaction.executions().countByStatus())
                .getOrDefault(status.word(), 0L);
    }

    private List<TriggerInstance> events(Ref trigger) {
        return store.read(transaction -> transaction
                .triggerInstances()
                .list(Query.all().where("trigger", trigger.toString()))
                .items());
    }

    private Engine engine() {
        return new Engine(
                Settings.of(folder, reader, audited::addAll),
                store,
                reader,
                new MemoryConfigFiles(),
                List.of(new HandRunner("effects", true), new HandRunner("pure", false)),
                sensors,
                new HandClock());
    }
}
