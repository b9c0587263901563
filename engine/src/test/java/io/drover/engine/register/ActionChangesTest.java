package io.drover.engine.register;

import static io.drover.engine.register.ActionsHere.document;
import static io.drover.engine.register.ActionsHere.refuses;
import static io.drover.engine.register.ActionsHere.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Actions.DataFile;
import io.drover.engine.api.Packs.Registration;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Contents.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions of files and of the API, side by side. */
class ActionChangesTest {
    private static final List<DataFile> SCRIPT = List.of(new DataFile("scripts/run.sh", "echo one\n"));
    private static final String PLAIN = "{\"name\": \"other\", \"runner_type\": \"pure\"}";

    private final ActionsHere here;

    ActionChangesTest(@TempDir Path folder) {
        this.here = new ActionsHere(folder);
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void keepsWhatTheApiMadeOverARestartAndARegistration() {
        Action made = here.actions().create(document("mine"), List.of(), Parts.ADMIN);

        here.register();
        Action afterRegistration = here.action("plant.mine");
        here.lives().restart();

        assertThat(made.packPath()).isEqualTo(here.pack());
        assertThat(made.metadataFile()).isNull();
        assertThat(afterRegistration).isEqualTo(made);
        assertThat(here.action("plant.mine")).isEqualTo(made);
        assertThat(here.lives().now().registry().action(made.id())).contains(made);
        assertThat(here.lives().stored(Kind.ACTION)).contains("plant.mine", "plant.act");
    }

    @Test
    void keepsWhatTheApiMadeThoughThePackIsGone() {
        Action made = here.actions().create(document("mine"), List.of(), Parts.ADMIN);
        here.lives().reader().drop(here.pack());

        here.register();

        assertThat(here.action("plant.mine")).isEqualTo(made.in(null));
        assertThat(here.lives().now().registry().action("plant.act")).isEmpty();
    }

    @Test
    void changesAndRemovesWhatItMade() {
        Action made = here.actions().create(document("mine"), List.of(), Parts.ADMIN);
        Map<String, @Nullable Object> document = document("mine");
        document.put("enabled", false);

        Action changed = here.actions().update(made.id(), document, List.of(), Parts.ADMIN);
        Content row = here.row("plant.mine");
        here.actions().delete("plant.mine", false, Parts.ADMIN);

        assertThat(changed).isEqualTo(made.enabled(false));
        assertThat(row.enabled()).isFalse();
        assertThat(row.fromFile()).isFalse();
        assertThat(here.lives().now().registry().action("plant.mine")).isEmpty();
        assertThat(here.lives().stored(Kind.ACTION)).doesNotContain("plant.mine");
        assertThat(here.trail())
                .containsExactly("anna registered plant.mine", "anna changed plant.mine", "anna removed plant.mine");
    }

    @Test
    void letsRulesCallWhatTheApiMade() {
        here.lives()
                .reader()
                .lay(Plant.in(here.pack(), Plant.content(Plant.rule("alarm", Ref.of("plant", "mine"), Map.of()))));
        here.register();
        Action unused = here.create(document("mine"));

        Await.done(here.lives().now().emit(Map.of()));
        here.lives().now().settle();

        assertThat(here.lives().now().enforcements())
                .singleElement()
                .extracting(RuleEnforcement::status)
                .isEqualTo(RuleEnforcement.Status.SUCCEEDED);
    }

    @Test
    void refusesWhatDoesNotFit() {
        refuses(ErrorCode.ALREADY_EXISTS, () -> here.create(document("act")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> here.create(Map.of("name", "bad")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> here.create(with(document("x"), "runner_type", "no-such")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> here.create(with(document("x"), "pack", "nopack")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> here.create(with(document("x"), "pack", "core")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> here.create(with(document("x"), "entry_point", "../../run.sh")));
        refuses(ErrorCode.NOT_FOUND, () -> here.actions().update("plant.x", document("x"), List.of(), Parts.ADMIN));
        refuses(ErrorCode.NOT_FOUND, () -> here.actions().delete("plant.x", true, Parts.ADMIN));
        refuses(ErrorCode.NOT_FOUND, () -> here.actions().clone("plant.x", Ref.of("plant", "y"), false, Parts.ADMIN));
    }

    @Test
    void needsNoFolderForAnActionOfThePackDefault() {
        Action made = here.actions().create(with(document("mine"), "pack", "default"), List.of(), Parts.ADMIN);

        assertThat(made.ref()).isEqualTo(Ref.of("default", "mine"));
        assertThat(made.packPath()).isNull();
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> here.actions().create(with(document("other"), "pack", "default"), SCRIPT, Parts.ADMIN));
    }

    @Test
    void keepsTheNameOfAnAction() {
        Action unused = here.actions().create(document("mine"), List.of(), Parts.ADMIN);

        refuses(ErrorCode.INVALID_ARGUMENT, () -> here.update("plant.mine", document("yours")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> here.update("plant.mine", with(document("mine"), "pack", "core")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> here.update("plant.mine", with(document("mine"), "id", "0a1b")));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> here.update("plant.mine", with(document("mine"), "ref", "plant.yours")));
    }

    @Test
    void switchesAnActionOfAFileAndChangesNothingElseOfIt() {
        Map<String, @Nullable Object> off =
                new LinkedHashMap<>(here.lives().reader().document(here.action("plant.act")));
        off.put("enabled", false);
        off.put("id", here.action("plant.act").id());

        Action switched = here.actions().update("plant.act", off, List.of(), Parts.ADMIN);
        boolean inReports = here.row("plant.act").enabled();
        here.register();
        here.lives().restart();

        assertThat(switched.enabled()).isFalse();
        assertThat(inReports).isFalse();
        assertThat(here.action("plant.act")).isEqualTo(switched);
        assertThat(here.row("plant.act").enabled()).isFalse();
        assertThat(here.trail()).containsExactly("anna disabled plant.act");
        assertThat(here.lives().now().trail())
                .extracting(entry -> entry.what() + " " + entry.subject())
                .doesNotContain("changed plant.act");
        refuses(ErrorCode.CONFLICT, () -> here.update("plant.act", with(off, "parameters", Map.of())));
        refuses(ErrorCode.CONFLICT, () -> here.actions().update("plant.act", off, SCRIPT, Parts.ADMIN));
        refuses(ErrorCode.CONFLICT, () -> here.actions().delete("plant.act", false, Parts.ADMIN));
    }

    @Test
    void prefersWhatTheApiMadeToAFileOfTheSameNameAndTellsOfIt() {
        here.lives().reader().lay(Plant.withActions(here.content(), List.of()));
        here.register();
        Action made = here.actions().create(document("act"), List.of(), Parts.ADMIN);

        here.lives().reader().lay(here.content());
        Registration both = here.register();
        Action inForce = here.action("plant.act");
        boolean isOfFile = here.row("plant.act").fromFile();
        here.actions().delete("plant.act", false, Parts.ADMIN);

        assertThat(inForce).isEqualTo(made);
        assertThat(isOfFile).isFalse();
        assertThat(both.problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("drover action delete plant.act");
        assertThat(here.action("plant.act").metadataFile()).isEqualTo("actions/act.yaml");
        assertThat(here.row("plant.act").fromFile()).isTrue();
        assertThat(here.lives().now().registry().pack("plant").orElseThrow().problems())
                .isEmpty();
    }

    @Test
    void switchesAnActionWhoseFileIsALink() throws IOException {
        Path file = Files.writeString(here.folder().resolve("elsewhere.yaml"), PLAIN);
        Files.createDirectories(here.pack().resolve("actions"));
        Files.createSymbolicLink(here.pack().resolve("actions/other.yaml"), file);
        here.register();

        Action switched = here.update(
                "plant.other", with(here.lives().reader().document(here.action("plant.other")), "enabled", false));

        assertThat(switched.enabled()).isFalse();
        assertThat(file).hasContent(PLAIN);
        refuses(ErrorCode.CONFLICT, () -> here.actions().delete("plant.other", false, Parts.ADMIN));
    }
}
