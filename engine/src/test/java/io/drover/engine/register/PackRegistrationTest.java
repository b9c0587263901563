package io.drover.engine.register;

import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Packs;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.action.Action;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Contents.Content;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackRegistrationTest {
    private static final Rule ALARM = Plant.rule("alarm", Plant.CALC, Map.of());
    private static final Rule OTHER = Plant.rule("other", Plant.CALC, Map.of());
    private static final Problem BROKEN = Problem.error("plant/rules/alarm.yaml", 3, 1, "It is broken.");

    @TempDir
    Path folder;

    private final MemoryStore memory = new MemoryStore();
    private final PlainReader reader = new PlainReader();
    private final List<Parts> lives = new ArrayList<>();

    @AfterEach
    void close() {
        lives.forEach(Parts::close);
    }

    @Test
    void registersAllThatAPackBrings() {
        Parts parts = start(Plant.content(ALARM));

        Packs.Registration result = parts.registration().packs().register(List.of("plant"), Parts.ADMIN);

        assertThat(result.counts())
                .containsEntry("actions", 3)
                .containsEntry("rules", 1)
                .containsEntry("triggers", 1)
                .containsEntry("configs", 1);
        assertThat(parts.registry().actions()).hasSize(3);
        assertThat(parts.registry().rule("plant.alarm")).hasValueSatisfying(registered -> {
            assertThat(registered.fromFile()).isTrue();
            assertThat(registered.revision()).isEqualTo(1);
            assertThat(registered.waitsFor()).isEmpty();
        });
        assertThat(stored(Kind.ACTION)).containsExactlyInAnyOrder("plant.act", "plant.repeat", "plant.calc");
        assertThat(parts.trail())
                .extracting(AuditRecord::kind, AuditRecord::subject, AuditRecord::what)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("pack", "plant", "registered"),
                        org.assertj.core.groups.Tuple.tuple("action", "plant.act", "registered"),
                        org.assertj.core.groups.Tuple.tuple("rule", "plant.alarm", "registered"));
    }

    @Test
    void readingTheSameAgainChangesNothing() {
        Parts parts = start(Plant.content(ALARM));
        int before = parts.trail().size();

        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Parts later = restart();

        assertThat(later.trail()).hasSize(before);
        assertThat(revisions("alarm")).hasSize(1);
    }

    @Test
    void aChangedRuleIsANewRevision() {
        Parts parts = start(Plant.content(ALARM));

        reader.lay(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "a"))));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(revisions("alarm")).extracting(RuleRevision::number).containsExactly(1, 2);
        assertThat(revisions("alarm").get(1).by()).isEqualTo("anna");
        assertThat(parts.registry().rule("plant.alarm").orElseThrow().revision())
                .isEqualTo(2);
    }

    @Test
    void aChangedActionIsANewRevisionAndTheOldOneIsKept() {
        Parts parts = start(Plant.content());
        String before = parts.registry().callable("plant.act").orElseThrow().revision();

        reader.lay(withActions(Plant.content(), List.of(Plant.action(Plant.ACT, "effects", true))));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        String after = parts.registry().callable("plant.act").orElseThrow().revision();
        assertThat(after).isNotEqualTo(before);
        assertThat(memory.<Optional<Content>>read(
                        transaction -> transaction.contents().revision(Kind.ACTION, Plant.ACT, before)))
                .isPresent();
        assertThat(stored(Kind.ACTION)).containsExactly("plant.act");
    }

    @Test
    void aRuleWhoseFileIsGoneIsRemoved() {
        Parts parts = start(Plant.content(ALARM, OTHER));

        reader.lay(Plant.content(OTHER));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Await.done(parts.emit(Map.of()));
        parts.settle();

        assertThat(parts.registry().rule("plant.alarm")).isEmpty();
        assertThat(revisions("alarm").get(1).document()).isNull();
        assertThat(parts.enforcements())
                .extracting(enforcement -> enforcement.rule().name())
                .containsExactly("other");
    }

    @Test
    void aPackWhoseFolderIsGoneIsRemoved() {
        Parts parts = start(Plant.content(ALARM));

        reader.drop(Plant.FOLDER);
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(parts.registry().packs()).isEmpty();
        assertThat(parts.registry().actions()).isEmpty();
        assertThat(parts.registry().rules()).isEmpty();
        assertThat(stored(Kind.ACTION)).isEmpty();
        assertThat(stored(Kind.PACK)).isEmpty();
        assertThat(parts.sensors().asked()).contains("remove plant");
    }

    @Test
    void whatWentWhileTheDaemonWasDownIsRemovedAtTheNextStart() {
        Parts unused = start(Plant.content(ALARM, OTHER));
        reader.lay(withActions(Plant.content(OTHER), List.of(Plant.action(Plant.CALC, "pure", false))));

        Parts later = restart();

        assertThat(later.registry().rules())
                .extracting(registered -> registered.rule().ref().name())
                .containsExactly("other");
        assertThat(stored(Kind.ACTION)).containsExactly("plant.calc");

        reader.drop(Plant.FOLDER);
        Parts last = restart();
        assertThat(last.registry().rules()).isEmpty();
        assertThat(stored(Kind.ACTION)).isEmpty();
        assertThat(stored(Kind.TRIGGER_TYPE)).isEmpty();
        assertThat(revisions("other").get(revisions("other").size() - 1).document())
                .isNull();
    }

    @Test
    void ofABrokenFileTheLastGoodVersionStays() {
        Parts parts = start(Plant.content(ALARM, OTHER));

        reader.lay(Plant.content(
                List.of("plant/rules/alarm.yaml", "plant/actions/x.yaml"), List.of(BROKEN), List.of(OTHER)));
        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(result.problems()).contains(BROKEN);
        assertThat(parts.registry().rule("plant.alarm")).isPresent();
        assertThat(revisions("alarm")).hasSize(1);
        assertThat(parts.registry().pack("plant").orElseThrow().problems()).contains(BROKEN);
    }

    @Test
    void ofAFolderThatCannotBeListedTheLastGoodVersionsStay() {
        Parts parts = start(Plant.content(ALARM, OTHER));

        reader.lay(withActions(
                Plant.content(List.of("plant/rules", "plant/act"), List.of(BROKEN), List.of()),
                List.of(Plant.action(Plant.CALC, "pure", false))));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(parts.registry().rules())
                .extracting(registered -> registered.rule().ref().name())
                .containsExactly("alarm", "other");
        assertThat(revisions("alarm")).hasSize(1);
        assertThat(parts.registry().actions())
                .extracting(action -> action.ref().name())
                .containsExactly("calc");
    }

    @Test
    void ofABrokenFileTheLastGoodVersionStaysAfterARestartToo() {
        Parts unused = start(Plant.content(ALARM, OTHER));
        PackContent broken = Plant.content(
                List.of("plant/rules/alarm.yaml", "plant/actions/act.yaml", "plant/triggers/state.yaml"),
                List.of(BROKEN),
                List.of(OTHER));
        reader.lay(withTypes(withActions(broken, List.of(Plant.action(Plant.CALC, "pure", false))), List.of()));

        Parts later = restart();
        Await.done(later.emit(Map.of()));
        later.settle();

        assertThat(later.registry().callable("plant.act"))
                .hasValueSatisfying(
                        callable -> assertThat(callable.action().packPath()).isEqualTo(Plant.FOLDER));
        assertThat(later.registry().callable("plant.repeat")).isEmpty();
        assertThat(later.enforcements())
                .extracting(enforcement -> enforcement.rule().name())
                .containsExactlyInAnyOrder("alarm", "other");
        assertThat(revisions("alarm")).hasSize(1);
    }

    @Test
    void aPackThatCannotBeReadStaysAsItWas() {
        Parts parts = start(Plant.content(ALARM));
        Problem problem = Problem.error("plant/pack.yaml", 1, 1, "It is no YAML.");

        reader.spoil(Plant.FOLDER, problem);
        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(result.problems()).containsExactly(problem);
        assertThat(parts.registry().rule("plant.alarm")).isPresent();
        assertThat(parts.registry().pack("plant").orElseThrow().problems()).containsExactly(problem);

        reader.lay(Plant.content());
        Packs.Registration repaired = parts.registration().packs().register(List.of(), Parts.ADMIN);
        assertThat(repaired.problems()).isEmpty();
        assertThat(parts.registry().rule("plant.alarm")).isEmpty();
    }

    @Test
    void aPackThatCannotBeReadStaysAsItWasAfterARestartToo() {
        Parts first = start(withActions(
                Plant.content(ALARM),
                List.of(
                        Plant.action(Plant.CALC, "pure", false),
                        Plant.action(Plant.ACT, "effects", false).enabled(false))));
        int before = first.trail().size();
        Problem problem = Problem.error("plant/pack.yaml", 1, 1, "It is no YAML.");
        reader.spoil(Plant.FOLDER, problem);

        Parts later = restart();
        int after = later.trail().size();
        Await.done(later.emit(Map.of()));
        later.settle();

        assertThat(after).isEqualTo(before);
        assertThat(ofEnforcements(later)).containsExactly("alarm");
        assertThat(later.executions())
                .singleElement()
                .satisfies(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));
        assertThat(later.registry().action("plant.act"))
                .hasValueSatisfying(action -> assertThat(action.enabled()).isFalse());
        assertThat(later.registry().config("plant")).isEqualTo(Map.of("site", "north"));
        assertThat(later.registry().pack("plant").orElseThrow().problems()).containsExactly(problem);
        assertThat(later.registry().pack("plant").orElseThrow().pack())
                .isEqualTo(Plant.content().pack());
        assertThat(revisions("alarm")).hasSize(1);
    }

    @Test
    void aPackOfWhichNothingIsKnownIsLeftOutWhileItCannotBeRead() {
        Problem problem = Problem.error("plant/pack.yaml", 1, 1, "It is no YAML.");
        reader.spoil(Plant.FOLDER, problem);

        Parts parts = life().started();

        assertThat(parts.registry().packs()).isEmpty();
        assertThat(parts.registration().packs().register(List.of(), Parts.ADMIN).problems())
                .containsExactly(problem);
    }

    @Test
    void ofABrokenConfigurationTheLastGoodOneStaysAfterARestartToo() {
        Parts parts = start(Plant.content());
        Problem problem = Problem.error("packs/plant.yaml", 3, 7, "It is no text.");
        reader.lay(withConfig(Plant.content(List.of(PackContent.CONFIG), List.of(problem), List.of()), Map.of()));

        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Map<String, @Nullable Object> config = parts.registry().config("plant");
        Parts later = restart();

        assertThat(result.problems()).containsExactly(problem);
        assertThat(config).isEqualTo(Map.of("site", "north"));
        assertThat(later.registry().config("plant")).isEqualTo(Map.of("site", "north"));
        assertThat(memory.<List<Content>>read(
                        transaction -> transaction.contents().current(Kind.CONFIG)))
                .singleElement()
                .satisfies(row -> assertThat(row.document().toString()).doesNotContain("north"));
    }

    @Test
    void aChangedConfigurationIsAuditedAndOneThatIsGoneIsForgotten() {
        Parts parts = start(Plant.content());

        reader.lay(withConfig(Plant.content(), Map.of("site", "south")));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);
        reader.lay(withConfig(Plant.content(), Map.of()));
        unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(parts.trail())
                .filteredOn(entry -> entry.kind().equals("config"))
                .extracting(AuditRecord::what)
                .containsExactly("registered", "changed", "removed");
        assertThat(stored(Kind.CONFIG)).isEmpty();
    }

    @Test
    void aFileDoesNotTakeTheNameOfARuleOfTheApi() {
        Parts parts = start(Plant.content());
        RegisteredRule made = parts.registration().rules().create(document("alarm"), Parts.ADMIN);
        reader.lay(Plant.content(ALARM, OTHER));

        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Parts later = restart();
        Await.done(later.emit(Map.of()));
        later.settle();

        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.isError()).isTrue();
            assertThat(problem.file()).isEqualTo("plant/rules/alarm.yaml");
            assertThat(problem.message())
                    .contains("'plant.alarm' was made by API", "by anna, revision 1", "drover rule delete plant.alarm");
        });
        assertThat(later.registry().rule("plant.alarm")).contains(made);
        assertThat(later.registry().pack("plant").orElseThrow().problems()).isEqualTo(result.problems());
        assertThat(ofEnforcements(later)).containsExactlyInAnyOrder("alarm", "other");
        assertThat(revisions("alarm")).hasSize(1);
    }

    @Test
    void aFileCountsAsSoonAsTheRuleOfTheApiLeavesItsName() {
        Parts parts = start(Plant.content());
        RegisteredRule unused = parts.registration().rules().create(document("alarm"), Parts.ADMIN);
        reader.lay(Plant.content(ALARM));
        parts.registration().packs().register(List.of(), Parts.ADMIN);

        parts.registration().rules().delete("plant.alarm", Parts.ADMIN);

        assertThat(parts.registry().rule("plant.alarm").orElseThrow()).satisfies(registered -> {
            assertThat(registered.fromFile()).isTrue();
            assertThat(registered.rule()).isEqualTo(ALARM);
            assertThat(registered.revision()).isEqualTo(2);
        });
        assertThat(parts.registry().pack("plant").orElseThrow().problems()).isEmpty();
        assertThat(restart().registry().rule("plant.alarm").orElseThrow().fromFile())
                .isTrue();
        assertThat(revisions("alarm")).hasSize(2);
    }

    @Test
    void aRuleOfTheApiStaysWhereAFileOfItsNameCameAndWent() {
        Parts parts = start(Plant.content());
        RegisteredRule made = parts.registration().rules().create(document("alarm"), Parts.ADMIN);
        reader.lay(Plant.content(ALARM));
        parts.registration().packs().register(List.of(), Parts.ADMIN);

        reader.lay(Plant.content());
        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Optional<RegisteredRule> afterwards = parts.registry().rule("plant.alarm");
        parts.registration().rules().delete("plant.alarm", Parts.ADMIN);

        assertThat(result.problems()).isEmpty();
        assertThat(afterwards).contains(made);
        assertThat(parts.registry().rule("plant.alarm")).isEmpty();
    }

    @Test
    void aSensorThatWasSwitchedOffStaysOffAfterARestart() {
        memory.change(transaction -> transaction
                .overlays()
                .put(new Overlay(Kind.SENSOR, Ref.of("plant", "watch"), false, null, Instant.EPOCH, "anna")));
        Parts parts = start(Plant.content());

        parts.registration().packs().startSensors();

        assertThat(parts.sensors().asked()).containsExactly("apply plant without [plant.watch]");
    }

    @Test
    void ofTwoFoldersWithOneRefTheFirstWins() {
        PackContent second = in(Path.of("packs2", "plant"), Plant.content(ALARM));
        reader.lay(second);
        Parts parts = start(Plant.content());

        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(parts.registry().rules()).isEmpty();
        assertThat(result.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("lies in '" + Plant.FOLDER + "' already"));
    }

    @Test
    void aPackThatNobodyFindsIsTold() {
        Parts parts = start(Plant.content());

        assertThatThrownBy(() -> parts.registration().packs().register(List.of("nothing"), Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessageContaining("nothing");
    }

    @Test
    void anActionWhoseRunnerIsNotThereWaits() {
        Parts parts = start(withActions(Plant.content(), List.of(Plant.action(Plant.ACT, "remote-shell", false))));

        assertThat(parts.registry().actions()).isEmpty();
        assertThat(parts.registry().pack("plant").orElseThrow().waiting())
                .singleElement()
                .asString()
                .contains("'plant.act' waits", "remote-shell");
    }

    @Test
    void aRuleWaitsForTheTriggerTypeOfAnotherPack() {
        reader.lay(withTypes(Plant.content(ALARM), List.of()));
        Parts parts = life().started();
        List<String> before = parts.registry().rule("plant.alarm").orElseThrow().waitsFor();

        reader.lay(Plant.content(ALARM));
        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Await.done(parts.emit(Map.of()));
        parts.settle();

        assertThat(before).singleElement().asString().contains("'plant.state' is not registered");
        assertThat(result.problems()).isEmpty();
        assertThat(parts.registry().rule("plant.alarm").orElseThrow().waitsFor())
                .isEmpty();
        assertThat(parts.enforcements()).hasSize(1);
    }

    @Test
    void manyRulesAreRegisteredAtOnce() {
        Rule[] many = new Rule[120];
        for (int i = 0; i < many.length; i++) {
            many[i] = Plant.rule("r" + i, Plant.CALC, Map.of(), criterion("trigger.n", "eq", (long) (i % 2)));
        }
        Parts parts = start(Plant.content(many));

        Await.done(parts.emit(Map.of("n", 1L)));
        parts.settle();

        assertThat(parts.enforcements()).hasSize(60);
        assertThat(parts.enforcements())
                .extracting(RuleEnforcement::ruleRevision)
                .containsOnly(1);
    }

    @Test
    void whatDidNotChangeIsNotBroughtToTheMatcherAgain() {
        Touched touched = new Touched(new ArrayList<>());
        reader.lay(Plant.content(ALARM, OTHER));
        Parts parts = Setup.in(folder)
                .stored(memory)
                .packs(reader)
                .matched(touched)
                .make()
                .started();
        lives.add(parts);
        List<String> atStart = List.copyOf(touched.rules());

        reader.lay(Plant.content(ALARM, OTHER.with(false, false)));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(atStart).containsExactly("alarm", "other");
        assertThat(touched.rules()).containsExactly("alarm", "other", "other");
    }

    /** A matcher that only writes down which rules it is told of. */
    private record Touched(List<String> rules) implements RuleMatcher {
        @Override
        public Matches match(List<TriggerInstance> batch) {
            return new Matches(List.of(), List.of());
        }

        @Override
        public void put(MatchedRule rule) {
            rules.add(rule.ref().name());
        }

        @Override
        public void remove(Ref rule) {
            rules.add(rule.name());
        }

        @Override
        public void reset(Collection<MatchedRule> all) {
            all.forEach(this::put);
        }

        @Override
        public void close() {}
    }

    @Test
    void whereTheChangeCannotBeStoredTheOldRulesStayInForce() {
        Parts parts = start(Plant.content(ALARM));
        reader.lay(Plant.content(OTHER));
        parts.store().whenFailing(() -> parts.clock().advance(Duration.ofMinutes(1)));
        parts.store().next(Fault.NOT_COMMITTED);

        assertThatThrownBy(() -> parts.registration().packs().register(List.of(), Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        Await.done(parts.emit(Map.of()));
        parts.settle();
        List<String> before = ofEnforcements(parts);
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Await.done(parts.emit(Map.of()));
        parts.settle();

        assertThat(before).containsExactly("alarm");
        assertThat(ofEnforcements(parts)).containsExactly("other", "alarm");
    }

    @Test
    void sensorsStartOnceTheyAreAskedTo() {
        Parts parts = start(Plant.content());
        boolean early = !parts.sensors().asked().isEmpty();
        Problem problem = Problem.error("plant/routes/a.camel.yaml", 2, 1, "No such component.");
        parts.sensors().problems(List.of(problem));

        parts.registration().packs().startSensors();

        assertThat(early).isFalse();
        assertThat(parts.sensors().asked()).containsExactly("apply plant without []");
        assertThat(parts.registry().pack("plant").orElseThrow().problems()).containsExactly(problem);
    }

    private static Map<String, @Nullable Object> document(String name) {
        return Map.of(
                "name",
                name,
                "pack",
                "plant",
                "trigger",
                Map.of("type", "plant.state"),
                "actions",
                List.of(Map.of("ref", "plant.calc")));
    }

    private static List<String> ofEnforcements(Parts parts) {
        return parts.enforcements().stream()
                .map(enforcement -> enforcement.rule().name())
                .toList();
    }

    private Parts start(PackContent content) {
        reader.lay(content);
        return life().started();
    }

    private Parts life() {
        Parts parts = Setup.in(folder)
                .stored(memory)
                .packs(reader)
                .run(new HandRunner("effects", true), new HandRunner("pure", false))
                .make();
        lives.add(parts);
        return parts;
    }

    private Parts restart() {
        lives.forEach(Parts::close);
        lives.clear();
        return life().started();
    }

    private List<RuleRevision> revisions(String rule) {
        return memory.read(transaction -> transaction.rules().list(Ref.of("plant", rule)));
    }

    private List<String> stored(Kind kind) {
        return memory.read(transaction -> transaction.contents().current(kind)).stream()
                .map(content -> content.ref().toString())
                .toList();
    }

    private static PackContent withActions(PackContent content, List<Action> actions) {
        return new PackContent(
                content.pack(),
                content.triggerTypes(),
                content.sensors(),
                actions,
                content.rules(),
                content.routes(),
                content.references(),
                content.configSchema(),
                content.config(),
                content.broken(),
                content.waiting(),
                content.problems());
    }

    private static PackContent withTypes(PackContent content, List<io.drover.model.trigger.TriggerType> types) {
        return new PackContent(
                content.pack(),
                types,
                content.sensors(),
                content.actions(),
                content.rules(),
                content.routes(),
                content.references(),
                content.configSchema(),
                content.config(),
                content.broken(),
                content.waiting(),
                content.problems());
    }

    private static PackContent withConfig(PackContent content, Map<String, @Nullable Object> config) {
        return new PackContent(
                content.pack(),
                content.triggerTypes(),
                content.sensors(),
                content.actions(),
                content.rules(),
                content.routes(),
                content.references(),
                content.configSchema(),
                config,
                content.broken(),
                content.waiting(),
                content.problems());
    }

    private static PackContent in(Path folder, PackContent content) {
        return new PackContent(
                Plant.pack("plant", folder),
                content.triggerTypes(),
                content.sensors(),
                content.actions(),
                content.rules(),
                content.routes(),
                content.references(),
                content.configSchema(),
                content.config(),
                content.broken(),
                content.waiting(),
                content.problems());
    }
}
