package io.drover.engine.register;

import static io.drover.engine.register.PlantNode.document;
import static io.drover.engine.register.PlantNode.refuses;
import static io.drover.engine.register.PlantNode.with;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions of files and of the API, side by side. */
class ActionChangesTest {
    private static final List<DataFile> SCRIPT = List.of(new DataFile("scripts/run.sh", "echo one\n"));
    private static final String PLAIN = "{\"name\": \"other\", \"runner_type\": \"pure\"}";

    @AutoClose
    private final PlantNode plant;

    ActionChangesTest(@TempDir Path folder) {
        plant = new PlantNode(folder);
    }

    @Test
    void keepsWhatTheApiMadeOverARestartAndARegistration() {
        Action made = plant.actions().create(document("mine"), List.of(), Parts.ADMIN);

        plant.register();
        Action afterRegistration = plant.action("plant.mine");
        plant.lives().restart();

        assertThat(made.packPath()).isEqualTo(plant.pack());
        assertThat(made.metadataFile()).isNull();
        assertThat(afterRegistration).isEqualTo(made);
        assertThat(plant.action("plant.mine")).isEqualTo(made);
        assertThat(plant.lives().now().registry().action(made.id())).contains(made);
        assertThat(plant.lives().stored(Kind.ACTION)).contains("plant.mine", "plant.act");
    }

    @Test
    void keepsWhatTheApiMadeThoughThePackIsGone() {
        Action made = plant.actions().create(document("mine"), List.of(), Parts.ADMIN);
        plant.lives().reader().drop(plant.pack());

        plant.register();

        assertThat(plant.action("plant.mine")).isEqualTo(made.in(null));
        assertThat(plant.lives().now().registry().action("plant.act")).isEmpty();
    }

    @Test
    void changesAndRemovesWhatItMade() {
        Action made = plant.actions().create(document("mine"), List.of(), Parts.ADMIN);
        Map<String, @Nullable Object> document = document("mine");
        document.put("enabled", false);

        Action changed = plant.actions().update(made.id(), document, List.of(), Parts.ADMIN);
        Content row = plant.row("plant.mine");
        plant.actions().delete("plant.mine", false, Parts.ADMIN);

        assertThat(changed).isEqualTo(made.enabled(false));
        assertThat(row.enabled()).isFalse();
        assertThat(row.fromFile()).isFalse();
        assertThat(plant.lives().now().registry().action("plant.mine")).isEmpty();
        assertThat(plant.lives().stored(Kind.ACTION)).doesNotContain("plant.mine");
        assertThat(plant.trail())
                .containsExactly("anna registered plant.mine", "anna changed plant.mine", "anna removed plant.mine");
    }

    @Test
    void letsRulesCallWhatTheApiMade() {
        plant.lives()
                .reader()
                .lay(Plant.in(plant.pack(), Plant.content(Plant.rule("alarm", Ref.of("plant", "mine"), Map.of()))));
        plant.register();
        Action unused = plant.create(document("mine"));

        Await.done(plant.lives().now().emit(Map.of()));
        plant.lives().now().settle();

        assertThat(plant.lives().now().enforcements())
                .singleElement()
                .extracting(RuleEnforcement::status)
                .isEqualTo(RuleEnforcement.Status.SUCCEEDED);
    }

    @Test
    void refusesWhatDoesNotFit() {
        refuses(ErrorCode.ALREADY_EXISTS, () -> plant.create(document("act")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> plant.create(Map.of("name", "bad")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> plant.create(with(document("x"), "runner_type", "no-such")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> plant.create(with(document("x"), "pack", "nopack")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> plant.create(with(document("x"), "pack", "core")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> plant.create(with(document("x"), "entry_point", "../../run.sh")));
        refuses(ErrorCode.NOT_FOUND, () -> plant.actions().update("plant.x", document("x"), List.of(), Parts.ADMIN));
        refuses(ErrorCode.NOT_FOUND, () -> plant.actions().delete("plant.x", true, Parts.ADMIN));
        refuses(ErrorCode.NOT_FOUND, () -> plant.actions().clone("plant.x", Ref.of("plant", "y"), false, Parts.ADMIN));
    }

    @Test
    void needsNoFolderForAnActionOfThePackDefault() {
        Action made = plant.actions().create(with(document("mine"), "pack", "default"), List.of(), Parts.ADMIN);

        assertThat(made.ref()).isEqualTo(Ref.of("default", "mine"));
        assertThat(made.packPath()).isNull();
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> plant.actions().create(with(document("other"), "pack", "default"), SCRIPT, Parts.ADMIN));
    }

    @Test
    void keepsTheNameOfAnAction() {
        Action unused = plant.actions().create(document("mine"), List.of(), Parts.ADMIN);

        refuses(ErrorCode.INVALID_ARGUMENT, () -> plant.update("plant.mine", document("yours")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> plant.update("plant.mine", with(document("mine"), "pack", "core")));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> plant.update("plant.mine", with(document("mine"), "id", "0a1b")));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> plant.update("plant.mine", with(document("mine"), "ref", "plant.yours")));
    }

    @Test
    void switchesAnActionOfAFileAndChangesNothingElseOfIt() {
        Map<String, @Nullable Object> off =
                new LinkedHashMap<>(plant.lives().reader().document(plant.action("plant.act")));
        off.put("enabled", false);
        off.put("id", plant.action("plant.act").id());

        Action switched = plant.actions().update("plant.act", off, List.of(), Parts.ADMIN);
        boolean inReports = plant.row("plant.act").enabled();
        plant.register();
        plant.lives().restart();

        assertThat(switched.enabled()).isFalse();
        assertThat(inReports).isFalse();
        assertThat(plant.action("plant.act")).isEqualTo(switched);
        assertThat(plant.row("plant.act").enabled()).isFalse();
        assertThat(plant.trail()).containsExactly("anna disabled plant.act");
        assertThat(plant.lives().now().trail())
                .extracting(entry -> entry.what() + " " + entry.subject())
                .doesNotContain("changed plant.act");
        refuses(ErrorCode.CONFLICT, () -> plant.update("plant.act", with(off, "parameters", Map.of())));
        refuses(ErrorCode.CONFLICT, () -> plant.actions().update("plant.act", off, SCRIPT, Parts.ADMIN));
        refuses(ErrorCode.CONFLICT, () -> plant.actions().delete("plant.act", false, Parts.ADMIN));
    }

    @Test
    void prefersWhatTheApiMadeToAFileOfTheSameNameAndTellsOfIt() {
        plant.lives().reader().lay(Plant.withActions(plant.content(), List.of()));
        plant.register();
        Action made = plant.actions().create(document("act"), List.of(), Parts.ADMIN);

        plant.lives().reader().lay(plant.content());
        Registration both = plant.register();
        Action inForce = plant.action("plant.act");
        boolean isOfFile = plant.row("plant.act").fromFile();
        plant.actions().delete("plant.act", false, Parts.ADMIN);

        assertThat(inForce).isEqualTo(made);
        assertThat(isOfFile).isFalse();
        assertThat(both.problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("drover action delete plant.act");
        assertThat(plant.action("plant.act").metadataFile()).isEqualTo("actions/act.yaml");
        assertThat(plant.row("plant.act").fromFile()).isTrue();
        assertThat(plant.lives().now().registry().pack("plant").orElseThrow().problems())
                .isEmpty();
    }

    @Test
    void switchesAnActionWhoseFileIsALink() throws IOException {
        Path file = Files.writeString(plant.folder().resolve("elsewhere.yaml"), PLAIN);
        Files.createDirectories(plant.pack().resolve("actions"));
        Files.createSymbolicLink(plant.pack().resolve("actions/other.yaml"), file);
        plant.register();

        Action switched = plant.update(
                "plant.other", with(plant.lives().reader().document(plant.action("plant.other")), "enabled", false));

        assertThat(switched.enabled()).isFalse();
        assertThat(file).hasContent(PLAIN);
        refuses(ErrorCode.CONFLICT, () -> plant.actions().delete("plant.other", false, Parts.ADMIN));
    }
}
