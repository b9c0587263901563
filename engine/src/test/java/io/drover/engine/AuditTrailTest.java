package io.drover.engine;

import static io.drover.engine.match.Rules.STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.api.EntryPoints;
import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.api.Keys.Created;
import io.drover.engine.api.Packs;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.HandSensors;
import io.drover.engine.rehearse.MemoryConfigFiles;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.Settings;
import io.drover.engine.rehearse.WatchedStore;
import io.drover.engine.rehearse.WatchedStore.Commit;
import io.drover.model.access.ApiKey;
import io.drover.model.access.Principal;
import io.drover.model.action.ActionResult;
import io.drover.model.action.RunnerType;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever changes is told in the same transaction: who did what to what, when, why, and in which trace. */
class AuditTrailTest {
    private static final Principal ANNA = new Principal("anna", Set.of(Principal.ADMIN), "none");
    private static final String ASKED = "asked by API";
    private static final Rule ALARM = Plant.rule("alarm", Plant.ACT, Map.of());

    private final WatchedStore store = new WatchedStore();
    private final PlainReader reader = new PlainReader();
    private final HandClock clock = new HandClock();
    private final HandRunner effects = new HandRunner("effects", true);
    private final Engine engine;

    AuditTrailTest(@TempDir Path folder) {
        engine = new Engine(
                Settings.of(folder, reader, records -> {}),
                store,
                reader,
                new MemoryConfigFiles(),
                List.of(effects, new HandRunner("pure", false)),
                new HandSensors(),
                clock);
    }

    @AfterEach
    void stop() {
        engine.stop(Duration.ofSeconds(20));
        assertThat(store.commits())
                .isNotEmpty()
                .allSatisfy(commit -> assertThat(commit.told())
                        .as("what changed: " + commit.changed())
                        .isNotEmpty()
                        .allSatisfy(entry -> assertThat(entry.at()).isEqualTo(clock.instant())));
    }

    @Test
    void packsThatComeChangeAndGo() {
        start(ALARM);

        told("files", "registered", "pack", "plant", "its files", "content");
        told("files", "registered", "sensor", "plant.watch", "its files", "content");
        told("files", "registered", "rule", "plant.alarm", "its file", "rule");

        reader.lay(content(ALARM.with(false, false)));
        register();
        told("anna", "changed", "rule", "plant.alarm", "its file", "rule");

        reader.drop(Plant.FOLDER);
        register();
        told("anna", "removed", "pack", "plant", ASKED, "content");
        told("anna", "removed", "action", "plant.act", ASKED, "content");
        told("anna", "removed", "rule", "plant.alarm", "its file", "rule");
    }

    @Test
    void rulesThatTheApiMakesChangesAndDeletes() {
        start();

        RegisteredRule unused = api().rules().create(document("mine", "a"), ANNA);
        told("anna", "registered", "rule", "plant.mine", ASKED, "rule");
        unused = api().rules().update("plant.mine", document("mine", "b"), ANNA);
        told("anna", "changed", "rule", "plant.mine", ASKED, "rule");
        unused = api().rules().update("plant.mine", document("yours", "b"), ANNA);
        told("anna", "removed", "rule", "plant.mine", ASKED, "rule");
        told("anna", "registered", "rule", "plant.yours", ASKED, "rule");
        api().rules().delete("plant.yours", ANNA);
        told("anna", "removed", "rule", "plant.yours", ASKED, "rule");
    }

    @Test
    void rulesOfFilesThatTheApiSwitches() {
        start(ALARM);

        RegisteredRule unused = api().rules().update("plant.alarm", reader.document(ALARM.with(false, false)), ANNA);
        told("anna", "disabled", "rule", "plant.alarm", ASKED, "overlay", "rule");
        unused = api().rules().update("plant.alarm", reader.document(ALARM), ANNA);
        told("anna", "enabled", "rule", "plant.alarm", ASKED, "overlay", "rule");
        unused = api().rules().reset("plant.alarm", ANNA);
        told("anna", "reset", "rule", "plant.alarm", ASKED, "overlay");
    }

    @Test
    void runnersThatAreSwitched() {
        start();
        String runner = api().catalog().runnerTypes().get(0).name();

        RunnerType off = api().runners().enable(runner, false, ANNA);
        told("anna", "disabled", "runner", runner, ASKED, "overlay");
        RunnerType on = api().runners().enable(runner, true, ANNA);
        told("anna", "enabled", "runner", runner, ASKED, "overlay");

        assertThat(off.enabled()).isFalse();
        assertThat(on.enabled()).isTrue();
    }

    @Test
    void sensorsThatAreSwitched() {
        start();

        SensorStatus off = api().sensors().enable("plant.watch", false, ANNA);
        told("anna", "disabled", "sensor", "plant.watch", ASKED, "overlay");
        SensorStatus on = api().sensors().enable("plant.watch", true, ANNA);
        told("anna", "enabled", "sensor", "plant.watch", ASKED, "overlay");

        assertThat(off.type().enabled()).isFalse();
        assertThat(on.type().enabled()).isTrue();
    }

    @Test
    void apiKeysThatComeChangeAndGo() {
        start();

        Created created = api().keys().create("ci", Map.of(), true, null, ANNA);
        told("anna", "created", "api key", created.key().id(), ASKED, "api key");
        ApiKey unused = api().keys().update(created.key().id(), "ci", Map.of(), false, ANNA);
        told("anna", "changed", "api key", created.key().id(), ASKED, "api key");
        api().keys().delete(created.key().id(), ANNA);
        told("anna", "deleted", "api key", created.key().id(), ASKED, "api key");
    }

    @Test
    void deadLettersThatAreBuriedHandedInAgainAndThrownAway() {
        start();

        bury("d1", "{}");
        told("mail", "refused", "dead letter", "d1", "no JSON", "dead letter");
        Acceptance unused = Await.done(api().deadLetters().reEmit("d1", ANNA));
        told("anna", "re-emitted", "dead letter", "d1", ASKED, "dead letter");
        bury("d2", "{}");
        api().deadLetters().discard("d2", ANNA);
        told("anna", "discarded", "dead letter", "d2", ASKED, "dead letter");
    }

    @Test
    void anEventThatIsHandedInAgain() {
        start();
        String first = emit();
        String trace = trace("accepted", first);

        String again = Await.done(api().events().reEmit(first, ANNA));

        assertThat(commitOf("re-emitted", first).told())
                .extracting(AuditRecord::who, AuditRecord::subject, AuditRecord::why, AuditRecord::traceId)
                .contains(tuple("anna", first, ASKED, trace));
        assertThat(commitOf("re-emitted", first)).isEqualTo(commitOf("accepted", again));
    }

    @Test
    void everyStatusOfAnExecution() {
        start(ALARM);

        String event = emit();
        String trace = trace("accepted", event);
        Await.until("it has run", () -> open() == 0);
        Execution execution = api().executions().last().orElseThrow();

        assertThat(of(execution))
                .extracting(AuditRecord::who, AuditRecord::what, AuditRecord::traceId)
                .containsExactly(
                        tuple("engine", "requested", trace),
                        tuple("engine", "started", trace),
                        tuple("engine", "succeeded", trace));
        assertThat(of(execution).get(0).why()).contains("rule plant.alarm matched event " + event);
        assertThat(commitOf("requested", execution.id()).changed())
                .containsExactly("enforcement", "event", "execution");
    }

    @Test
    void anExecutionThatSomebodyAsksForAndCancels() {
        start();
        CountDownLatch stop = new CountDownLatch(1);
        effects.does(context -> {
            context.cancellation().whenCanceled(stop::countDown);
            stop.await();
            return ActionResult.canceled(Map.of());
        });

        Execution asked = Await.done(
                api().executions().request(new ExecutionRequest("plant.act", Map.of(), Map.of(), null), ANNA));
        Await.until("it runs", () -> effects.calls().size() == 1);
        Execution canceling = Await.done(api().executions().cancel(asked.id(), ANNA));
        Await.until("it is canceled", () -> open() == 0);

        assertThat(canceling.status()).isEqualTo(ExecutionStatus.CANCELING);
        assertThat(of(asked))
                .extracting(AuditRecord::who, AuditRecord::what, AuditRecord::why, AuditRecord::traceId)
                .containsExactly(
                        tuple("anna", "requested", ASKED, asked.trace().id()),
                        tuple("engine", "started", null, asked.trace().id()),
                        tuple("anna", "canceling", ASKED, asked.trace().id()),
                        tuple("engine", "canceled", null, asked.trace().id()));
    }

    /** Looks for a record in the transactions that changed just this. */
    private void told(String who, String what, String kind, String subject, String why, String... changed) {
        assertThat(store.commits())
                .filteredOn(commit -> commit.changed().equals(List.of(changed)))
                .flatExtracting(Commit::told)
                .extracting(
                        AuditRecord::who, AuditRecord::what, AuditRecord::kind, AuditRecord::subject, AuditRecord::why)
                .contains(tuple(who, what, kind, subject, why));
    }

    private Commit commitOf(String what, String subject) {
        return store.commits().stream()
                .filter(commit -> commit.told().stream()
                        .anyMatch(entry ->
                                entry.what().equals(what) && entry.subject().equals(subject)))
                .findFirst()
                .orElseThrow();
    }

    private String trace(String what, String subject) {
        return commitOf(what, subject).told().stream()
                .filter(entry -> entry.subject().equals(subject))
                .map(entry -> String.valueOf(entry.traceId()))
                .findFirst()
                .orElseThrow();
    }

    private List<AuditRecord> of(Execution execution) {
        return store.commits().stream()
                .flatMap(commit -> commit.told().stream())
                .filter(entry -> entry.subject().equals(execution.id()))
                .toList();
    }

    private long open() {
        return store.<Long>read(transaction -> transaction.executions().open());
    }

    private EntryPoints api() {
        return engine.entryPoints();
    }

    private void start(Rule... rules) {
        reader.lay(content(rules));
        engine.start();
    }

    private void register() {
        Packs.Registration unused = api().packs().register(List.of(), ANNA);
    }

    private String emit() {
        return String.valueOf(Await.done(engine.inbox().accept(Emission.of(STATE, Map.of("host", "a"), "test")))
                .instanceId());
    }

    private void bury(String id, String content) {
        DeadLetter letter = new DeadLetter(
                id,
                "mail",
                "message " + id,
                STATE,
                content,
                false,
                content.length(),
                List.of("no JSON"),
                clock.instant());
        String unused = Await.done(engine.inbox().bury(letter).thenApply(none -> "buried"));
    }

    private static PackContent content(Rule... rules) {
        PackContent plant = Plant.content(rules);
        return new PackContent(
                plant.pack(),
                plant.triggerTypes(),
                List.of(new SensorType(
                        Ref.of("plant", "watch"), null, true, "", null, List.of(STATE), null, SensorType.Host.ROUTE)),
                plant.actions(),
                plant.rules(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Map<String, @Nullable Object> document(String name, String host) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("pack", "plant");
        document.put("trigger", Map.of("type", STATE.toString()));
        document.put("criteria", Map.of("trigger.host", Map.of("type", "eq", "pattern", host)));
        document.put("actions", List.of(Map.of("ref", "plant.calc")));
        return document;
    }
}
