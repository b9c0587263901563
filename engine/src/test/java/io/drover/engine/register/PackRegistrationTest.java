package io.drover.engine.register;

import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Packs;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackRegistrationTest {
    private static final Rule ALARM = Plant.rule("alarm", Plant.CALC, Map.of());
    private static final Rule OTHER = Plant.rule("other", Plant.CALC, Map.of());

    private final Path folder;
    private final Lives lives;

    PackRegistrationTest(@TempDir Path folder) {
        this.folder = folder;
        lives = Lives.in(folder);
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void registersAllThatAPackBrings() {
        Parts parts = lives.start(Plant.content(ALARM));

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
        assertThat(lives.stored(Kind.ACTION)).containsExactlyInAnyOrder("plant.act", "plant.repeat", "plant.calc");
        assertThat(parts.trail())
                .extracting(AuditRecord::kind, AuditRecord::subject, AuditRecord::what)
                .contains(
                        Tuple.tuple("pack", "plant", "registered"),
                        Tuple.tuple("action", "plant.act", "registered"),
                        Tuple.tuple("rule", "plant.alarm", "registered"));
    }

    @Test
    void readingTheSameAgainChangesNothing() {
        Parts parts = lives.start(Plant.content(ALARM));
        int before = parts.trail().size();

        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Parts later = lives.restart();

        assertThat(later.trail()).hasSize(before);
        assertThat(lives.revisions("alarm")).hasSize(1);
    }

    @Test
    void s42TheTrailNamesTheHashOfThePacksFilesWhoeverRegistersThem() throws IOException {
        Path plant = Files.createDirectories(folder.resolve("plant"));
        PackContent content = withFile(plant, "run.sh");
        Files.writeString(plant.resolve("run.sh"), "date");
        Parts parts = lives.start(content);

        Files.writeString(plant.resolve("run.sh"), "uptime");
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);
        unused = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Files.writeString(plant.resolve("run.sh"), "date");
        unused = parts.registration().packs().register(List.of(), PackRegistration.FILES);

        List<AuditRecord> ofPack = parts.trail().stream()
                .filter(entry -> entry.kind().equals("pack"))
                .toList();
        assertThat(ofPack)
                .extracting(AuditRecord::what, AuditRecord::who)
                .containsExactly(
                        Tuple.tuple("registered", "files"),
                        Tuple.tuple("changed", "anna"),
                        Tuple.tuple("changed", "files"));
        List<String> hashes = ofPack.stream()
                .map(entry -> String.valueOf(entry.details().get("files")))
                .toList();
        assertThat(hashes).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
        assertThat(hashes.get(1)).isNotEqualTo(hashes.get(0));
        assertThat(hashes.get(2)).isEqualTo(hashes.get(0));
    }

    @Test
    void s42AFileThatWasChangedWhileTheDaemonWasDownIsInTheTrail() throws IOException {
        Path plant = Files.createDirectories(folder.resolve("plant"));
        Files.writeString(plant.resolve("run.sh"), "date");
        Parts parts = lives.start(withFile(plant, "run.sh"));
        int before = parts.trail().size();
        int unchanged = lives.restart().trail().size();

        Files.writeString(plant.resolve("run.sh"), "uptime");
        Parts later = lives.restart();

        assertThat(unchanged).isEqualTo(before);
        assertThat(later.trail()).hasSize(before + 1);
        assertThat(later.trail().get(before).what()).isEqualTo("changed");
        assertThat(later.trail().get(before).details()).containsKey("files");
    }

    private static PackContent withFile(Path folder, String file) {
        PackContent plain = Plant.in(folder, Plant.content());
        return new PackContent(
                plain.pack().in(folder, List.of(file)),
                plain.triggerTypes(),
                plain.sensors(),
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

    @Test
    void aChangedRuleIsANewRevision() {
        Parts parts = lives.start(Plant.content(ALARM));

        lives.reader()
                .lay(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "a"))));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(lives.revisions("alarm")).extracting(RuleRevision::number).containsExactly(1, 2);
        assertThat(lives.revisions("alarm").get(1).by()).isEqualTo("anna");
        assertThat(parts.registry().rule("plant.alarm").orElseThrow().revision())
                .isEqualTo(2);
    }

    @Test
    void aChangedActionIsANewRevisionAndTheOldOneIsKept() {
        Parts parts = lives.start(Plant.content());
        String before = parts.registry().callable("plant.act").orElseThrow().revision();

        lives.reader().lay(Plant.withActions(Plant.content(), List.of(Plant.action(Plant.ACT, "effects", true))));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        String after = parts.registry().callable("plant.act").orElseThrow().revision();
        assertThat(after).isNotEqualTo(before);
        assertThat(lives.memory()
                        .<Optional<Content>>read(
                                transaction -> transaction.contents().revision(Kind.ACTION, Plant.ACT, before)))
                .isPresent();
        assertThat(lives.stored(Kind.ACTION)).containsExactly("plant.act");
    }

    @Test
    void aRuleWhoseFileIsGoneIsRemoved() {
        Parts parts = lives.start(Plant.content(ALARM, OTHER));

        lives.reader().lay(Plant.content(OTHER));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Await.done(parts.emit(Map.of()));
        parts.settle();

        assertThat(parts.registry().rule("plant.alarm")).isEmpty();
        assertThat(lives.revisions("alarm").get(1).document()).isNull();
        assertThat(parts.enforcements())
                .extracting(enforcement -> enforcement.rule().name())
                .containsExactly("other");
    }

    @Test
    void aPackWhoseFolderIsGoneIsRemoved() {
        Parts parts = lives.start(Plant.content(ALARM));

        lives.reader().drop(Plant.FOLDER);
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(parts.registry().packs()).isEmpty();
        assertThat(parts.registry().actions()).isEmpty();
        assertThat(parts.registry().rules()).isEmpty();
        assertThat(lives.stored(Kind.ACTION)).isEmpty();
        assertThat(lives.stored(Kind.PACK)).isEmpty();
        assertThat(parts.sensors().asked()).contains("remove plant");
    }

    @Test
    void whatWentWhileTheDaemonWasDownIsRemovedAtTheNextStart() {
        Parts unused = lives.start(Plant.content(ALARM, OTHER));
        lives.reader().lay(Plant.withActions(Plant.content(OTHER), List.of(Plant.action(Plant.CALC, "pure", false))));

        Parts later = lives.restart();

        assertThat(later.registry().rules())
                .extracting(registered -> registered.rule().ref().name())
                .containsExactly("other");
        assertThat(lives.stored(Kind.ACTION)).containsExactly("plant.calc");

        lives.reader().drop(Plant.FOLDER);
        Parts last = lives.restart();
        assertThat(last.registry().rules()).isEmpty();
        assertThat(lives.stored(Kind.ACTION)).isEmpty();
        assertThat(lives.stored(Kind.TRIGGER_TYPE)).isEmpty();
        assertThat(lives.revisions("other")
                        .get(lives.revisions("other").size() - 1)
                        .document())
                .isNull();
    }

    @Test
    void aChangedConfigurationIsAuditedAndOneThatIsGoneIsForgotten() {
        Parts parts = lives.start(Plant.content());

        lives.reader().lay(Plant.withConfig(Plant.content(), Map.of("site", "south")));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);
        lives.reader().lay(Plant.withConfig(Plant.content(), Map.of()));
        unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(parts.trail())
                .filteredOn(entry -> entry.kind().equals("config"))
                .extracting(AuditRecord::what)
                .containsExactly("registered", "changed", "removed");
        assertThat(lives.stored(Kind.CONFIG)).isEmpty();
    }

    @Test
    void aSensorThatWasSwitchedOffStaysOffAfterARestart() {
        lives.memory()
                .change(transaction -> transaction
                        .overlays()
                        .put(new Overlay(Kind.SENSOR, Ref.of("plant", "watch"), false, null, Instant.EPOCH, "anna")));
        Parts parts = lives.start(Plant.content());

        parts.registration().packs().startSensors();

        assertThat(parts.sensors().asked()).containsExactly("apply plant without [plant.watch]");
    }

    @Test
    void ofTwoFoldersWithOneRefTheFirstWins() {
        PackContent second = Plant.in(Path.of("packs2", "plant"), Plant.content(ALARM));
        lives.reader().lay(second);
        Parts parts = lives.start(Plant.content());

        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(parts.registry().rules()).isEmpty();
        assertThat(result.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("lies in '" + Plant.FOLDER + "' already"));
    }

    @Test
    void aPackThatNobodyFindsIsTold() {
        Parts parts = lives.start(Plant.content());

        assertThatThrownBy(() -> parts.registration().packs().register(List.of("nothing"), Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessageContaining("nothing");
    }

    @Test
    void anActionWhoseRunnerIsNotThereWaits() {
        Parts parts = lives.start(
                Plant.withActions(Plant.content(), List.of(Plant.action(Plant.ACT, "remote-shell", false))));

        assertThat(parts.registry().actions()).isEmpty();
        assertThat(parts.registry().pack("plant").orElseThrow().waiting())
                .singleElement()
                .asString()
                .contains("'plant.act' waits", "remote-shell");
    }

    @Test
    void aRuleWaitsForTheTriggerTypeOfAnotherPack() {
        lives.reader().lay(Plant.withTypes(Plant.content(ALARM), List.of()));
        Parts parts = lives.restart();
        List<String> before = parts.registry().rule("plant.alarm").orElseThrow().waitsFor();

        lives.reader().lay(Plant.content(ALARM));
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
        Parts parts = lives.start(Plant.content(many));

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
        Parts parts = lives.with(setup -> setup.matched(() -> touched)).start(Plant.content(ALARM, OTHER));
        List<String> atStart = List.copyOf(touched.rules());

        lives.reader().lay(Plant.content(ALARM, OTHER.with(false, false)));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(atStart).containsExactly("alarm", "other");
        assertThat(touched.rules()).containsExactly("alarm", "other", "other");
    }

    @Test
    void whereTheChangeCannotBeStoredTheOldRulesStayInForce() {
        Parts parts = lives.start(Plant.content(ALARM));
        lives.reader().lay(Plant.content(OTHER));
        parts.store().whenFailing(() -> parts.clock().advance(Duration.ofMinutes(1)));
        parts.store().next(Fault.NOT_COMMITTED);

        assertThatThrownBy(() -> parts.registration().packs().register(List.of(), Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        Await.done(parts.emit(Map.of()));
        parts.settle();
        List<String> before = enforced(parts);
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Await.done(parts.emit(Map.of()));
        parts.settle();

        assertThat(before).containsExactly("alarm");
        assertThat(enforced(parts)).containsExactly("other", "alarm");
    }

    @Test
    void sensorsStartOnceTheyAreAskedTo() {
        Parts parts = lives.start(Plant.content());
        boolean early = !parts.sensors().asked().isEmpty();
        Problem problem = Problem.error("plant/routes/a.camel.yaml", 2, 1, "No such component.");
        parts.sensors().problems(List.of(problem));

        parts.registration().packs().startSensors();

        assertThat(early).isFalse();
        assertThat(parts.sensors().asked()).containsExactly("apply plant without []");
        assertThat(parts.registry().pack("plant").orElseThrow().problems()).containsExactly(problem);
    }

    private static List<String> enforced(Parts parts) {
        return parts.enforcements().stream()
                .map(enforcement -> enforcement.rule().name())
                .toList();
    }

    /** A matcher that only writes down which rules it is told of. */
    private record Touched(List<String> rules) implements RuleMatcher {
        @Override
        public Matches match(List<TriggerInstance> batch) {
            return Matches.NONE;
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
}
