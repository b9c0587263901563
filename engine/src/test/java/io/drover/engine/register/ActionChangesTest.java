package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.contentOf;

import io.drover.engine.api.Actions;
import io.drover.engine.api.Actions.DataFile;
import io.drover.engine.api.Packs.Registration;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Contents.Content;
import io.drover.model.trigger.Trigger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions of files and of the API, side by side. */
class ActionChangesTest {
    private static final List<DataFile> SCRIPT = List.of(new DataFile("scripts/run.sh", "echo one\n"));

    private static final List<DataFile> PROGRAM = List.of(new DataFile("run.sh", "run"));
    private static final List<DataFile> SOURCE = List.of(new DataFile("source.sh", "source"));
    private static final String PLAIN = "{\"name\": \"other\", \"runner_type\": \"pure\"}";

    private final Path folder;
    private final Path pack;
    private final Lives lives;

    ActionChangesTest(@TempDir Path folder) {
        this.folder = folder;
        this.pack = folder.resolve("plant");
        this.lives = Lives.in(folder);
    }

    @BeforeEach
    void start() {
        Parts unused = lives.start(content());
    }

    @AfterEach
    void close() {
        lives.close();
    }

    private PackContent content() {
        return Plant.in(pack, Plant.content());
    }

    private Actions actions() {
        return lives.now().registration().actions();
    }

    @Test
    void keepsWhatTheApiMadeOverARestartAndARegistration() {
        Action made = actions().create(document("mine"), List.of(), Parts.ADMIN);

        register();
        Action afterRegistration = action("plant.mine");
        lives.restart();

        assertThat(made.packPath()).isEqualTo(pack);
        assertThat(made.metadataFile()).isNull();
        assertThat(afterRegistration).isEqualTo(made);
        assertThat(action("plant.mine")).isEqualTo(made);
        assertThat(lives.now().registry().action(made.id())).contains(made);
        assertThat(lives.stored(Kind.ACTION)).contains("plant.mine", "plant.act");
    }

    @Test
    void keepsWhatTheApiMadeThoughThePackIsGone() {
        Action made = actions().create(document("mine"), List.of(), Parts.ADMIN);
        lives.reader().drop(pack);

        register();

        assertThat(action("plant.mine")).isEqualTo(made.in(null));
        assertThat(lives.now().registry().action("plant.act")).isEmpty();
    }

    @Test
    void changesAndRemovesWhatItMade() {
        Action made = actions().create(document("mine"), List.of(), Parts.ADMIN);
        Map<String, @Nullable Object> document = document("mine");
        document.put("enabled", false);

        Action changed = actions().update(made.id(), document, List.of(), Parts.ADMIN);
        Content row = row("plant.mine");
        actions().delete("plant.mine", false, Parts.ADMIN);

        assertThat(changed).isEqualTo(made.enabled(false));
        assertThat(row.enabled()).isFalse();
        assertThat(row.fromFile()).isFalse();
        assertThat(lives.now().registry().action("plant.mine")).isEmpty();
        assertThat(lives.stored(Kind.ACTION)).doesNotContain("plant.mine");
        assertThat(trail())
                .containsExactly("anna registered plant.mine", "anna changed plant.mine", "anna removed plant.mine");
    }

    @Test
    void letsRulesCallWhatTheApiMade() {
        lives.reader().lay(Plant.in(pack, Plant.content(Plant.rule("alarm", Ref.of("plant", "mine"), Map.of()))));
        register();
        Action unused = create(document("mine"));

        Await.done(lives.now().emit(Map.of()));
        lives.now().settle();

        assertThat(lives.now().enforcements())
                .singleElement()
                .extracting(RuleEnforcement::status)
                .isEqualTo(RuleEnforcement.Status.SUCCEEDED);
    }

    @Test
    void refusesWhatDoesNotFit() {
        refuses(ErrorCode.ALREADY_EXISTS, () -> create(document("act")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> create(Map.of("name", "bad")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> create(with(document("x"), "runner_type", "no-such")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> create(with(document("x"), "pack", "nopack")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> create(with(document("x"), "pack", "core")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> create(with(document("x"), "entry_point", "../../run.sh")));
        refuses(ErrorCode.NOT_FOUND, () -> actions().update("plant.x", document("x"), List.of(), Parts.ADMIN));
        refuses(ErrorCode.NOT_FOUND, () -> actions().delete("plant.x", true, Parts.ADMIN));
        refuses(ErrorCode.NOT_FOUND, () -> actions().clone("plant.x", Ref.of("plant", "y"), false, Parts.ADMIN));
    }

    @Test
    void needsNoFolderForAnActionOfThePackDefault() {
        Action made = actions().create(with(document("mine"), "pack", "default"), List.of(), Parts.ADMIN);

        assertThat(made.ref()).isEqualTo(Ref.of("default", "mine"));
        assertThat(made.packPath()).isNull();
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> actions().create(with(document("other"), "pack", "default"), SCRIPT, Parts.ADMIN));
    }

    @Test
    void keepsTheNameOfAnAction() {
        Action unused = actions().create(document("mine"), List.of(), Parts.ADMIN);

        refuses(ErrorCode.INVALID_ARGUMENT, () -> update("plant.mine", document("yours")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> update("plant.mine", with(document("mine"), "pack", "core")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> update("plant.mine", with(document("mine"), "id", "0a1b")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> update("plant.mine", with(document("mine"), "ref", "plant.yours")));
    }

    @Test
    void switchesAnActionOfAFileAndChangesNothingElseOfIt() {
        Map<String, @Nullable Object> off = new LinkedHashMap<>(lives.reader().document(action("plant.act")));
        off.put("enabled", false);
        off.put("id", action("plant.act").id());

        Action switched = actions().update("plant.act", off, List.of(), Parts.ADMIN);
        boolean inReports = row("plant.act").enabled();
        register();
        lives.restart();

        assertThat(switched.enabled()).isFalse();
        assertThat(inReports).isFalse();
        assertThat(action("plant.act")).isEqualTo(switched);
        assertThat(row("plant.act").enabled()).isFalse();
        assertThat(trail()).containsExactly("anna disabled plant.act");
        assertThat(lives.now().trail())
                .extracting(entry -> entry.what() + " " + entry.subject())
                .doesNotContain("changed plant.act");
        refuses(ErrorCode.CONFLICT, () -> update("plant.act", with(off, "parameters", Map.of())));
        refuses(ErrorCode.CONFLICT, () -> actions().update("plant.act", off, SCRIPT, Parts.ADMIN));
        refuses(ErrorCode.CONFLICT, () -> actions().delete("plant.act", false, Parts.ADMIN));
    }

    @Test
    void prefersWhatTheApiMadeToAFileOfTheSameNameAndTellsOfIt() {
        lives.reader().lay(Plant.withActions(content(), List.of()));
        register();
        Action made = actions().create(document("act"), List.of(), Parts.ADMIN);

        lives.reader().lay(content());
        Registration both = register();
        Action inForce = action("plant.act");
        boolean isOfFile = row("plant.act").fromFile();
        actions().delete("plant.act", false, Parts.ADMIN);

        assertThat(inForce).isEqualTo(made);
        assertThat(isOfFile).isFalse();
        assertThat(both.problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("drover action delete plant.act");
        assertThat(action("plant.act").metadataFile()).isEqualTo("actions/act.yaml");
        assertThat(row("plant.act").fromFile()).isTrue();
        assertThat(lives.now().registry().pack("plant").orElseThrow().problems())
                .isEmpty();
    }

    @Test
    void takesInWhatIsChangedOnAnotherNode() {
        try (Parts second = Setup.in(folder)
                .stored(lives.memory())
                .packs(lives.reader())
                .named("n2")
                .make()
                .started()) {
            Action made = actions().create(document("mine"), List.of(), Parts.ADMIN);

            second.registration().follow();

            assertThat(second.registry().action("plant.mine")).contains(made);
            refuses(
                    ErrorCode.ALREADY_EXISTS,
                    () -> second.registration().actions().create(document("mine"), List.of(), Parts.ADMIN));

            actions().delete("plant.mine", false, Parts.ADMIN);
            refuses(
                    ErrorCode.NOT_FOUND,
                    () -> second.registration()
                            .actions()
                            .update("plant.mine", document("mine"), List.of(), Parts.ADMIN));
            second.registration().follow();
            assertThat(second.registry().action("plant.mine")).isEmpty();
        }
    }

    @Test
    void keepsAnActionOfTheApiThoughAnotherNodeHasAFileOfThatName() {
        lives.reader().lay(Plant.withActions(content(), List.of()));
        register();
        PlainReader others = new PlainReader();
        others.lay(content());
        try (Parts second = Setup.in(folder)
                .stored(lives.memory())
                .packs(others)
                .named("n2")
                .make()
                .started()) {
            Action made = actions().create(document("act"), List.of(), Parts.ADMIN);
            second.registration().follow();

            Registration unused = second.registration().packs().register(List.of(), PackRegistration.FILES);

            assertThat(second.registry().action("plant.act")).contains(made);
            assertThat(row("plant.act").fromFile()).isFalse();
        }
    }

    @Test
    void keepsAnActionOfTheApiThoughTheFileOfThatNameGoesOnAnotherNode() {
        lives.reader().lay(Plant.withActions(content(), List.of()));
        register();
        PlainReader others = new PlainReader();
        others.lay(content());
        try (Parts second = second(others)) {
            Action made = actions().create(document("act"), List.of(), Parts.ADMIN);
            int told = files(second, "plant.act").size();
            others.lay(Plant.withActions(content(), List.of()));

            registerFilesOf(second);
            second.registration().follow();

            assertThat(row("plant.act").fromFile()).isFalse();
            assertThat(second.registry().action("plant.act")).contains(made);
            assertThat(files(second, "plant.act")).hasSize(told);
            assertThat(files(second, "plant.calc")).endsWith("removed plant.calc");
        }
    }

    @Test
    void keepsAnActionOfTheApiThoughAFileOfThatNameComesOnAnotherNode() {
        lives.reader().lay(Plant.withActions(content(), List.of()));
        register();
        PlainReader others = new PlainReader();
        others.lay(Plant.withActions(content(), List.of()));
        try (Parts second = second(others)) {
            Action made = actions().create(document("act"), List.of(), Parts.ADMIN);
            int told = files(second, "plant.act").size();
            others.lay(content());

            registerFilesOf(second);
            second.registration().follow();
            registerFilesOf(second);

            assertThat(row("plant.act").fromFile()).isFalse();
            assertThat(second.registry().action("plant.act")).contains(made);
            assertThat(files(second, "plant.act")).hasSize(told);
            assertThat(row("plant.calc").fromFile()).isTrue();
        }
    }

    @Test
    void keepsAnActionOfTheApiThoughAnotherNodeSwitchesAFileOfThatName() {
        lives.reader().lay(Plant.withActions(content(), List.of()));
        register();
        PlainReader others = new PlainReader();
        others.lay(content());
        try (Parts second = second(others)) {
            Action made = actions().create(document("act"), List.of(), Parts.ADMIN);
            Map<String, @Nullable Object> off = new LinkedHashMap<>(
                    others.document(second.registry().action("plant.act").orElseThrow()));
            off.put("enabled", false);

            Action inForce = second.registration().actions().update("plant.act", off, List.of(), Parts.ADMIN);

            assertThat(row("plant.act").fromFile()).isFalse();
            assertThat(inForce).isEqualTo(made);
        }
    }

    @Test
    void removesAProgramOnceItsActionIsGone() {
        actions().create(with(document("mine"), "entry_point", "run.sh"), PROGRAM, Parts.ADMIN);
        List<Boolean> thereAtCommits = new CopyOnWriteArrayList<>();
        lives.memory().afterCommit(() -> thereAtCommits.add(Files.exists(pack.resolve("actions/run.sh"))));

        actions().delete("plant.mine", true, Parts.ADMIN);

        assertThat(thereAtCommits).startsWith(true);
        assertThat(pack.resolve("actions/run.sh")).doesNotExist();
    }

    @Test
    void keepsTheProgramOfAFileOfTheSameName() {
        lives.reader().lay(Plant.withActions(content(), List.of()));
        register();
        actions().create(with(document("act"), "entry_point", "run.sh"), PROGRAM, Parts.ADMIN);
        Action hidden = Plant.action(Plant.ACT, "pure", false).copied(Plant.ACT, "run.sh", pack, "actions/act.yaml");
        lives.reader().lay(Plant.withActions(content(), List.of(hidden)));
        register();

        actions().delete("plant.act", true, Parts.ADMIN);

        assertThat(action("plant.act")).isEqualTo(hidden);
        assertThat(text("run.sh")).isEqualTo("run");
    }

    @Test
    void switchesAnActionWhoseFileIsALink() throws IOException {
        Path file = Files.writeString(folder.resolve("elsewhere.yaml"), PLAIN);
        Files.createDirectories(pack.resolve("actions"));
        Files.createSymbolicLink(pack.resolve("actions/other.yaml"), file);
        register();

        Action switched = update("plant.other", with(lives.reader().document(action("plant.other")), "enabled", false));

        assertThat(switched.enabled()).isFalse();
        assertThat(file).hasContent(PLAIN);
        refuses(ErrorCode.CONFLICT, () -> actions().delete("plant.other", false, Parts.ADMIN));
    }

    @Test
    void writesTheFilesOfAnActionAndRemovesItsProgramWhereAskedTo() {
        Map<String, @Nullable Object> document = with(document("mine"), "entry_point", "scripts/run.sh");

        Action made = actions().create(document, SCRIPT, Parts.ADMIN);
        String first = text("scripts/run.sh");
        actions().update("plant.mine", document, List.of(new DataFile("scripts/run.sh", "two")), Parts.ADMIN);
        String second = text("scripts/run.sh");
        actions().delete("plant.mine", true, Parts.ADMIN);

        assertThat(made.entryPoint()).isEqualTo("scripts/run.sh");
        assertThat(first).isEqualTo("echo one\n");
        assertThat(second).isEqualTo("two");
        assertThat(pack.resolve("actions/scripts")).isEmptyDirectory();
    }

    @Test
    void tellsRulesOfEachFileThatItWrote() {
        lives.reader().lay(Plant.core(ActionFileWritten.TYPE));
        lives.reader().lay(Plant.in(pack, Plant.content(listening())));
        register();

        Action made = actions().create(document("mine"), SCRIPT, Parts.ADMIN);
        Await.until("the event was taken", () -> !lives.now().events().isEmpty());

        assertThat(lives.now().events())
                .singleElement()
                .satisfies(event -> assertThat(event.payload())
                        .containsEntry("ref", made.ref().toString())
                        .containsEntry(
                                "file_path",
                                pack.resolve("actions/scripts/run.sh").toString()));
    }

    @Test
    void keepsAProgramThatAnotherActionHasToo() {
        actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);
        actions().create(with(document("yours"), "entry_point", "scripts/run.sh"), List.of(), Parts.ADMIN);

        actions().delete("plant.mine", true, Parts.ADMIN);

        assertThat(text("scripts/run.sh")).isEqualTo("echo one\n");
    }

    @Test
    void asksForTheRightToDeployWhereProgramsComeOrGo() {
        actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);

        refuses(ErrorCode.PERMISSION_DENIED, () -> actions().create(document("other"), SCRIPT, Parts.EDITOR));
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> actions().clone("plant.act", Ref.of("plant", "mine"), true, Parts.EDITOR));
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> actions().update("plant.mine", document("mine"), SCRIPT, Parts.EDITOR));
        refuses(ErrorCode.PERMISSION_DENIED, () -> actions().delete("plant.mine", true, Parts.EDITOR));
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> actions().clone("plant.mine", Ref.of("plant", "other"), false, Parts.EDITOR));
        assertThat(lives.now().registry().action("plant.other")).isEmpty();
        assertThat(text("scripts/run.sh")).isEqualTo("echo one\n");
    }

    @Test
    void clonesAnActionWithItsProgramIntoFilesThatTheApiChangesAndRemoves() {
        actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);

        Action clone = actions().clone("plant.mine", Ref.of("plant", "copy"), false, Parts.ADMIN);
        lives.restart();
        Action later = action("plant.copy");
        Map<String, @Nullable Object> off = with(lives.reader().document(clone), "enabled", false);
        Action changed = update("plant.copy", off);
        lives.restart();
        Action switched = action("plant.copy");
        actions().delete("plant.copy", false, Parts.ADMIN);

        assertThat(clone.metadataFile()).isEqualTo("actions/copy.yaml");
        assertThat(clone.entryPoint()).isEqualTo("copy.sh");
        assertThat(text("copy.sh")).isEqualTo("echo one\n");
        assertThat(later).isEqualTo(clone);
        assertThat(changed.enabled()).isFalse();
        assertThat(switched).isEqualTo(changed);
        assertThat(pack.resolve("actions/copy.yaml")).doesNotExist();
        assertThat(lives.now().registry().action("plant.copy")).isEmpty();
        assertThat(lives.stored(Kind.ACTION)).doesNotContain("plant.copy");
    }

    @Test
    void leavesACloneToWhomeverTookItOver() throws IOException {
        Action clone = actions().clone("plant.act", Ref.of("plant", "copy"), false, Parts.ADMIN);
        Path file = pack.resolve("actions/copy.yaml");
        Files.writeString(file, lives.reader().text(clone));
        register();

        refuses(ErrorCode.CONFLICT, () -> actions().delete("plant.copy", false, Parts.ADMIN));
        actions().delete("plant.copy", true, Parts.ADMIN);

        assertThat(file).doesNotExist();
        assertThat(lives.now().registry().action("plant.copy")).isEmpty();
    }

    @Test
    void replacesAnActionByACloneWhereAskedTo() {
        actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);
        actions()
                .create(
                        with(document("copy"), "entry_point", "old.sh"),
                        List.of(new DataFile("old.sh", "old")),
                        Parts.ADMIN);

        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> actions().clone("plant.mine", Ref.of("plant", "copy"), false, Parts.ADMIN));
        Action clone = actions().clone("plant.mine", Ref.of("plant", "copy"), true, Parts.ADMIN);
        Action again = actions().clone("plant.act", Ref.of("plant", "copy"), true, Parts.ADMIN);

        assertThat(clone.entryPoint()).isEqualTo("copy.sh");
        assertThat(again.entryPoint()).isEmpty();
        assertThat(action("plant.copy")).isEqualTo(again);
        assertThat(pack.resolve("actions/old.sh")).doesNotExist();
        assertThat(pack.resolve("actions/copy.sh")).doesNotExist();
        assertThat(row("plant.copy").fromFile()).isTrue();
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> actions().clone("plant.act", Ref.of("nopack", "copy"), true, Parts.ADMIN));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> actions().clone("plant.act", Ref.of("core", "x"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> actions().clone("plant.act", Ref.of("plant", "../x"), true, Parts.ADMIN));
    }

    @Test
    void replacesNoFileOfAnotherAction() {
        actions()
                .create(
                        with(document("mine"), "entry_point", "copy.sh"),
                        List.of(new DataFile("copy.sh", "mine"), new DataFile("two.yaml", PLAIN)),
                        Parts.ADMIN);
        actions().create(with(document("source"), "entry_point", "source.sh"), SOURCE, Parts.ADMIN);

        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> actions().clone("plant.source", Ref.of("plant", "copy"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> actions().clone("plant.act", Ref.of("plant", "two"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> actions().clone("plant.act", Ref.of("plant", "a/b"), true, Parts.ADMIN));

        assertThat(text("copy.sh")).isEqualTo("mine");
        assertThat(text("two.yaml")).isEqualTo(PLAIN);
        assertThat(lives.now().registry().action("plant.copy")).isEmpty();
    }

    @Test
    void replacesAProgramThatNobodyHasAnyMore() {
        actions().create(with(document("source"), "entry_point", "source.sh"), SOURCE, Parts.ADMIN);
        actions().clone("plant.source", Ref.of("plant", "copy"), false, Parts.ADMIN);
        actions().delete("plant.copy", false, Parts.ADMIN);

        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> actions().clone("plant.source", Ref.of("plant", "copy"), false, Parts.ADMIN));
        Action again = actions().clone("plant.source", Ref.of("plant", "copy"), true, Parts.ADMIN);

        assertThat(action("plant.copy")).isEqualTo(again);
    }

    private static Rule listening() {
        return new Rule(
                Ref.of("plant", "listening"),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(ActionFileWritten.TYPE, Map.of()),
                List.of(),
                null,
                List.of(new ActionCall(Plant.CALC, Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                "rules/listening.yaml");
    }

    private Action create(Map<String, @Nullable Object> document) {
        return actions().create(document, List.of(), Parts.ADMIN);
    }

    private Action update(String ref, Map<String, @Nullable Object> document) {
        return actions().update(ref, document, List.of(), Parts.ADMIN);
    }

    private Registration register() {
        return lives.now().registration().packs().register(List.of(), PackRegistration.FILES);
    }

    private Parts second(PlainReader packs) {
        return Setup.in(folder)
                .stored(lives.memory())
                .packs(packs)
                .named("n2")
                .make()
                .started();
    }

    private static void registerFilesOf(Parts node) {
        Registration unused = node.registration().packs().register(List.of(), PackRegistration.FILES);
    }

    /** {@return what files did with an action, oldest first, as the audit trail has it} */
    private static List<String> files(Parts node, String action) {
        return node.trail().stream()
                .filter(entry -> entry.who().equals(PackRegistration.FILES)
                        && entry.kind().equals("action")
                        && entry.subject().equals(action))
                .map(entry -> entry.what() + " " + entry.subject())
                .toList();
    }

    private Action action(String ref) {
        return lives.now().registry().action(ref).orElseThrow();
    }

    private String text(String file) {
        return contentOf(pack.resolve("actions").resolve(file).toFile(), StandardCharsets.UTF_8);
    }

    private Content row(String ref) {
        return lives.memory().read(transaction -> transaction.contents().current(Kind.ACTION)).stream()
                .filter(content -> content.ref().toString().equals(ref))
                .findFirst()
                .orElseThrow();
    }

    private List<String> trail() {
        return lives.now().trail().stream()
                .filter(entry -> entry.kind().equals("action") && !entry.who().equals(PackRegistration.FILES))
                .map(entry -> entry.who() + " " + entry.what() + " " + entry.subject())
                .toList();
    }

    private static void refuses(ErrorCode code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        DroverException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    private static Map<String, @Nullable Object> document(String name) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("pack", "plant");
        document.put("runner_type", "pure");
        document.put("parameters", Map.of("host", Map.of("type", "string")));
        return document;
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> document, String key, Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(document);
        changed.put(key, value);
        return changed;
    }
}
