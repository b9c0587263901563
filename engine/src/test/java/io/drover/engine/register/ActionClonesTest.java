package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Actions;
import io.drover.engine.api.Actions.DataFile;
import io.drover.engine.api.Packs.Registration;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones beside the files of other actions, and after them. */
class ActionClonesTest {
    private static final Ref COPY = Ref.of("plant", "copy");

    private final Path pack;
    private final Lives lives;

    ActionClonesTest(@TempDir Path folder) {
        this.pack = folder.resolve("plant");
        this.lives = Lives.in(folder);
    }

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(pack.resolve("actions"));
        Parts unused = lives.start(content());
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void replacesWhatAPacksOwnFileSaysForThoseWhoMayDeployAlone() throws IOException {
        lay("own.yaml", "copy");
        actions().clone("plant.calc", Ref.of("plant", "marked"), false, Parts.EDITOR);
        actions().create(document("made", ""), List.of(), Parts.EDITOR);

        needsDeploy(() -> actions().clone("plant.calc", COPY, true, Parts.EDITOR));
        Action marked = actions().clone("plant.act", Ref.of("plant", "marked"), true, Parts.EDITOR);
        Action made = actions().clone("plant.act", Ref.of("plant", "made"), true, Parts.EDITOR);
        Action own = actions().clone("plant.calc", COPY, true, Parts.ADMIN);

        assertThat(List.of(marked, made, own)).allMatch(ActionClones::isClone);
        assertThat(pack.resolve("actions/own.yaml")).doesNotExist();
    }

    @Test
    void replacesAFileThatIsNotRegisteredForThoseWhoMayDeployAlone() throws IOException {
        Path file = Files.writeString(pack.resolve("actions/copy.yaml"), "by hand");

        needsDeploy(() -> actions().clone("plant.calc", COPY, true, Parts.EDITOR));

        assertThat(file).hasContent("by hand");
        assertThat(actions().clone("plant.calc", COPY, true, Parts.ADMIN)).matches(ActionClones::isClone);
    }

    @Test
    void isSwitchedByNothingThatWasSaidOfAnEarlierActionOfItsName() throws IOException {
        Path file = lay("copy.yaml", "copy");
        update("plant.copy", false);
        Files.delete(file);
        register();

        Action clone = actions().clone("plant.act", COPY, false, Parts.ADMIN);
        lives.restart();

        assertThat(clone.enabled()).isTrue();
        assertThat(action("plant.copy")).isEqualTo(clone);
    }

    @Test
    void isSwitchedByItsOwnFileOnceItIsChanged() throws IOException {
        actions().clone("plant.act", COPY, false, Parts.ADMIN);
        Path file = pack.resolve("actions/copy.yaml");
        String marked = Files.readString(file);
        lay("copy.yaml", "copy");
        update("plant.copy", false);
        Files.writeString(file, marked);
        register();

        Action changed = update("plant.copy", true);

        assertThat(changed.enabled()).isTrue();
        assertThat(changed).matches(ActionClones::isClone);
    }

    @Test
    void replacesNoProgramOfAnotherActionByItsMetadata() throws IOException {
        actions().create(document("mine", "copy.yaml"), List.of(), Parts.ADMIN);
        Path program = Files.writeString(pack.resolve("actions/copy.yaml"), "a program");

        refuses(() -> actions().clone("plant.act", COPY, true, Parts.ADMIN));

        assertThat(program).hasContent("a program");
    }

    @Test
    void replacesNoMetadataOfAnotherActionByItsProgram() throws IOException {
        Action other = Plant.action(Ref.of("plant", "other"), "pure", false)
                .copied(Ref.of("plant", "other"), "", pack, "actions/copy.yml");
        Path metadata = Files.writeString(pack.resolve("actions/copy.yml"), "metadata");
        lives.reader()
                .lay(Plant.withActions(
                        content(),
                        Stream.concat(Plant.actions().stream(), Stream.of(other))
                                .toList()));
        register();
        source("source.yml");

        refuses(() -> actions().clone("plant.source", COPY, true, Parts.ADMIN));

        assertThat(metadata).hasContent("metadata");
        assertThat(pack.resolve("actions/copy.yaml")).doesNotExist();
    }

    @Test
    void refusesAProgramThatWouldBeItsMetadata() {
        source("lib/source.yaml");

        refuses(() -> actions().clone("plant.source", COPY, true, Parts.ADMIN));

        assertThat(pack.resolve("actions/copy.yaml")).doesNotExist();
    }

    @Test
    void keepsItsMetadataThatWasTheProgramOfTheActionBefore() throws IOException {
        actions().create(document("copy", "copy.yaml"), List.of(), Parts.ADMIN);
        Path file = Files.writeString(pack.resolve("actions/copy.yaml"), "a program");

        Action clone = actions().clone("plant.act", COPY, true, Parts.ADMIN);

        assertThat(clone).matches(ActionClones::isClone);
        assertThat(action("plant.copy")).isEqualTo(clone);
        assertThat(file).isRegularFile();
    }

    @Test
    void removesNoMetadataOfAnotherActionAsAProgram() throws IOException {
        Path metadata = lay("other.yaml", "other");
        actions().create(document("mine", "other.yaml"), List.of(), Parts.ADMIN);

        actions().delete("plant.mine", true, Parts.ADMIN);

        assertThat(metadata).isRegularFile();
    }

    private PackContent content() {
        return Plant.in(pack, Plant.content());
    }

    private Actions actions() {
        return lives.now().registration().actions();
    }

    private Action action(String ref) {
        return lives.now().registry().action(ref).orElseThrow();
    }

    private Action update(String ref, boolean enabled) {
        Map<String, @Nullable Object> document =
                new LinkedHashMap<>(lives.reader().document(action(ref)));
        document.put("enabled", enabled);
        return actions().update(ref, document, List.of(), Parts.ADMIN);
    }

    /** Puts metadata there, as somebody does by hand. */
    private Path lay(String file, String name) throws IOException {
        Path laid = Files.writeString(
                pack.resolve("actions").resolve(file), "{\"name\": \"" + name + "\", \"runner_type\": \"pure\"}");
        register();
        return laid;
    }

    /** Makes an action that has a program. */
    private void source(String program) {
        actions().create(document("source", program), List.of(new DataFile(program, "a program")), Parts.ADMIN);
    }

    private void register() {
        Registration unused = lives.now().registration().packs().register(List.of(), PackRegistration.FILES);
    }

    private static Map<String, @Nullable Object> document(String name, String program) {
        return Map.of("name", name, "pack", "plant", "runner_type", "pure", "entry_point", program);
    }

    private static void needsDeploy(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
                .hasMessageContaining("code_deploy");
    }

    private static void refuses(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        DroverException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
