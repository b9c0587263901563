package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Packs.Registration;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.Rules;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.RunnerType;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Position;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Batches;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorStatus.Delivery;
import io.drover.model.trigger.SensorType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database, with the same packs. */
class TwoNodesTest {
    private static final Rule ALARM = Plant.rule("alarm", Plant.CALC, Map.of());
    private static final Ref WATCH = Ref.of("plant", "Watch");

    @TempDir
    Path folder;

    private final MemoryStore memory = new MemoryStore();

    @SuppressWarnings("NullAway.Init")
    private Parts first;

    @SuppressWarnings("NullAway.Init")
    private Parts second;

    @BeforeEach
    void startBoth() {
        first = node("n1");
        second = node("n2");
    }

    @AfterEach
    void endBoth() {
        first.close();
        second.close();
    }

    @Test
    void aRuleThatIsMadeOnOneIsMatchedOnTheOther() {
        RegisteredRule made = rules(first).create(document("mine", "a"), Parts.ADMIN);

        second.registration().follow();
        emit(second, "a");
        emit(second, "b");

        assertThat(second.registry().rule("plant.mine")).contains(made);
        assertThat(enforced()).containsExactlyInAnyOrder("mine", "alarm", "alarm");
    }

    @Test
    void aRuleThatIsChangedOrDeletedOnOneIsSoOnTheOther() {
        create(first, "mine", "a");
        create(first, "yours", "a");
        second.registration().follow();

        update(first, "plant.mine", document("mine", "b"));
        rules(first).delete("plant.yours", Parts.ADMIN);
        second.registration().follow();
        emit(second, "b");

        assertThat(enforced()).containsExactlyInAnyOrder("mine", "alarm");
        assertThat(second.registry().rule("plant.yours")).isEmpty();
        assertThat(second.registry().rule("plant.mine").orElseThrow().revision())
                .isEqualTo(2);
    }

    @Test
    void aSensorThatNoNodeHasYetIsToBeTriedLater() {
        Ref alerts = Ref.of("plant", "alerts");
        SensorType type =
                new SensorType(alerts, null, true, "routes/r.yaml", null, List.of(), null, SensorType.Host.ROUTE);
        SensorStatus standby = new SensorStatus(
                type, SensorStatus.State.STANDBY, Delivery.AT_LEAST_ONCE, 0, 0, null, null, null, false, null);
        second.sensors().run(standby);

        assertThatThrownBy(() -> tryOut(second, alerts))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("none has it yet")
                .hasMessageNotContaining("null");
    }

    private static List<?> tryOut(Parts node, Ref sensor) {
        return node.registration().sensors().tryOut(sensor.toString(), 1, Duration.ofSeconds(1), false);
    }

    @Test
    void whatIsSwitchedOffOnOneIsOffOnTheOtherUntilItIsReset() {
        RegisteredRule off = rules(first).update("plant.alarm", switched(false), Parts.ADMIN);
        second.registration().follow();
        emit(second, "a");
        RegisteredRule seen = second.registry().rule("plant.alarm").orElseThrow();
        List<String> before = enforced();

        RegisteredRule unused = rules(first).reset("plant.alarm", Parts.ADMIN);
        second.registration().follow();
        emit(second, "a");

        assertThat(seen).isEqualTo(off);
        assertThat(before).isEmpty();
        assertThat(enforced()).containsExactly("alarm");
    }

    @Test
    void whatAnEarlierRevisionDidTakesNoRuleOut() {
        int revision = first.registry().rule("plant.alarm").orElseThrow().revision();

        first.registration().quarantine(new Revision(ALARM.ref(), revision - 1), "it was slow");
        emit(first, "a");

        assertThat(first.registration().quarantined()).isEmpty();
        assertThat(enforced()).containsExactly("alarm");
    }

    @Test
    void aRuleThatOneQuarantinedIsOutOnBoth() {
        int revision = first.registry().rule("plant.alarm").orElseThrow().revision();
        first.registration().quarantine(new Revision(ALARM.ref(), revision), "it is slow");

        second.registration().follow();
        emit(second, "a");

        assertThat(enforced()).isEmpty();
        assertThat(second.registry().rule("plant.alarm").orElseThrow().waitsFor())
                .singleElement()
                .asString()
                .startsWith("It is quarantined");
    }

    @Test
    void whatIsTakenInIsNotRecordedAgain() {
        create(first, "mine", "a");
        update(first, "plant.alarm", switched(false));
        List<AuditRecord> trail = second.trail();

        second.registration().follow();
        first.registration().follow();
        register(second);

        assertThat(second.trail()).isEqualTo(trail);
        assertThat(revisions("mine")).hasSize(1);
        assertThat(revisions("alarm")).hasSize(2);
    }

    @Test
    void aChangedFileIsRecordedOnceAndEachNodeRunsWhatItsOwnFileSays() {
        Rule changed = Plant.rule("alarm", Plant.ACT, Map.of());
        first.reader().lay(content(changed));
        register(first);
        second.registration().follow();
        emit(second, "a");
        second.reader().lay(content(changed));
        register(second);
        emit(second, "b");

        assertThat(revisions("alarm")).hasSize(2);
        assertThat(second.executions())
                .extracting(execution -> execution.action())
                .containsExactly(Plant.ACT, Plant.CALC);
    }

    @Test
    void oneThatHasNotSeenTheNewestTakesItInBeforeItChangesAnything() {
        create(first, "mine", "a");

        assertThatThrownBy(() -> rules(second).create(document("mine", "b"), Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        create(second, "yours", "a");
        RegisteredRule changed = rules(first).update("plant.yours", document("yours", "b"), Parts.ADMIN);

        assertThat(changed.revision()).isEqualTo(2);
        assertThat(revisions("mine")).hasSize(1);
        assertThat(revisions("yours")).extracting(RuleRevision::number).containsExactly(1, 2);
    }

    @Test
    void aBatchKnowsTheVersionOfTheRulesThatItsNodeMatchedItWith() {
        emit(second, "before");
        create(first, "mine", "a");
        emit(second, "between");
        second.registration().follow();
        emit(second, "after");

        List<Long> versions = new ArrayList<>();
        second.events().forEach(event -> versions.add(0, ruleSet(event.id())));
        long from = revisions("mine").get(0).effectiveFrom();
        assertThat(versions).containsExactly(from - 1, from - 1, from);
    }

    @Test
    void aSensorThatIsSwitchedOffOnOneIsOffOnTheOther() {
        SensorStatus unused = first.registration().sensors().enable(WATCH.toString(), false, Parts.ADMIN);

        second.registration().follow();

        assertThat(second.registration().sensors().find(WATCH.toString()))
                .hasValueSatisfying(
                        status -> assertThat(status.type().enabled()).isFalse());
    }

    @Test
    void aRunnerThatIsSwitchedOffOnOneIsOffOnTheOtherAndStaysSoOverARestart() {
        String runner = first.registry().runnerTypes().get(0).name();
        RunnerType off = first.registration().runners().enable(runner, false, Parts.ADMIN);

        second.registration().follow();
        Parts third = node("n3");

        assertThat(off.enabled()).isFalse();
        assertThat(second.registry().isRunnerOn(runner)).isFalse();
        assertThat(third.registry().isRunnerOn(runner)).isFalse();
        third.close();
    }

    @Test
    void whatOneChangesIsThereOnTheOtherWithinSeconds() {
        second.registration().others().start();
        create(first, "mine", "a");

        Await.until("it is there", () -> second.registry().rule("plant.mine").isPresent());
        second.registration().others().stop();

        assertThat(second.registry().rule("plant.mine").orElseThrow().revision())
                .isEqualTo(1);
    }

    private Parts node(String name) {
        PlainReader files = new PlainReader();
        files.lay(content(ALARM));
        return Setup.in(folder).stored(memory).packs(files).named(name).make().started();
    }

    private static PackContent content(Rule rule) {
        PackContent plain = Plant.content(rule);
        return new PackContent(
                plain.pack(),
                plain.triggerTypes(),
                List.of(new SensorType(
                        WATCH,
                        null,
                        true,
                        "watch.py",
                        10,
                        List.of(Plant.state().ref()),
                        "sensors/watch.yaml",
                        SensorType.Host.PYTHON)),
                plain.actions(),
                plain.rules(),
                plain.routes(),
                plain.references(),
                plain.configSchema(),
                plain.config(),
                plain.broken(),
                plain.waiting(),
                plain.problems());
    }

    private static Rules rules(Parts parts) {
        return parts.registration().rules();
    }

    private static void create(Parts parts, String name, String host) {
        RegisteredRule unused = rules(parts).create(document(name, host), Parts.ADMIN);
    }

    private static void update(Parts parts, String ref, Map<String, @Nullable Object> document) {
        RegisteredRule unused = rules(parts).update(ref, document, Parts.ADMIN);
    }

    private static void register(Parts parts) {
        Registration unused = parts.registration().packs().register(List.of(), PackRegistration.FILES);
    }

    private static void emit(Parts parts, String host) {
        assertThat(Await.done(parts.emit(Map.of("host", host))).instanceId()).isNotNull();
        parts.settle();
    }

    private List<String> enforced() {
        return second.enforcements().stream()
                .map(RuleEnforcement::rule)
                .map(Ref::name)
                .toList();
    }

    private List<RuleRevision> revisions(String rule) {
        return memory.read(transaction -> transaction.rules().list(Ref.of("plant", rule)));
    }

    private long ruleSet(String event) {
        return memory.<Batches.Batch>read(transaction -> {
                    Position position =
                            transaction.triggerInstances().position(event).orElseThrow();
                    return transaction
                            .batches()
                            .find(position.node(), position.batch())
                            .orElseThrow();
                })
                .ruleSet();
    }

    private Map<String, @Nullable Object> switched(boolean enabled) {
        Map<String, @Nullable Object> document =
                new LinkedHashMap<>(first.reader().document(ALARM.with(enabled, false)));
        document.put("id", ALARM.id());
        document.put("ref", "plant.alarm");
        return document;
    }

    private static Map<String, @Nullable Object> document(String name, String host) {
        return Map.of(
                "name", name,
                "pack", "plant",
                "trigger", Map.of("type", "plant.state"),
                "criteria", Map.of("trigger.host", Map.of("type", "eq", "pattern", host)),
                "actions", List.of(Map.of("ref", "plant.calc")));
    }
}
