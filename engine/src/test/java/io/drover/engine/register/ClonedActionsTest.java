package io.drover.engine.register;

import static io.drover.engine.register.PlantNode.document;
import static io.drover.engine.register.PlantNode.refuses;
import static io.drover.engine.register.PlantNode.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Actions.DataFile;
import io.drover.engine.rehearse.Parts;
import io.drover.model.action.Action;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions that are copies of others, and what they replace. */
class ClonedActionsTest {
    private static final List<DataFile> SCRIPT = List.of(new DataFile("scripts/run.sh", "echo one\n"));
    private static final List<DataFile> SOURCE = List.of(new DataFile("source.sh", "source"));
    private static final String PLAIN = "{\"name\": \"other\", \"runner_type\": \"pure\"}";

    @AutoClose
    private final PlantNode plant;

    ClonedActionsTest(@TempDir Path folder) {
        plant = new PlantNode(folder);
    }

    @Test
    void clonesAnActionWithItsProgramIntoFilesThatTheApiChangesAndRemoves() {
        plant.actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);

        Action clone = plant.actions().clone("plant.mine", Ref.of("plant", "copy"), false, Parts.ADMIN);
        plant.lives().restart();
        Action later = plant.action("plant.copy");
        Map<String, @Nullable Object> off = with(plant.lives().reader().document(clone), "enabled", false);
        Action changed = plant.update("plant.copy", off);
        plant.lives().restart();
        Action switched = plant.action("plant.copy");
        plant.actions().delete("plant.copy", false, Parts.ADMIN);

        assertThat(clone.metadataFile()).isEqualTo("actions/copy.yaml");
        assertThat(clone.entryPoint()).isEqualTo("copy.sh");
        assertThat(plant.text("copy.sh")).isEqualTo("echo one\n");
        assertThat(later).isEqualTo(clone);
        assertThat(changed.enabled()).isFalse();
        assertThat(switched).isEqualTo(changed);
        assertThat(plant.pack().resolve("actions/copy.yaml")).doesNotExist();
        assertThat(plant.lives().now().registry().action("plant.copy")).isEmpty();
        assertThat(plant.lives().stored(Kind.ACTION)).doesNotContain("plant.copy");
    }

    @Test
    void leavesACloneToWhomeverTookItOver() throws IOException {
        Action clone = plant.actions().clone("plant.act", Ref.of("plant", "copy"), false, Parts.ADMIN);
        Path file = plant.pack().resolve("actions/copy.yaml");
        Files.writeString(file, plant.lives().reader().text(clone));
        plant.register();

        refuses(ErrorCode.CONFLICT, () -> plant.actions().delete("plant.copy", false, Parts.ADMIN));
        plant.actions().delete("plant.copy", true, Parts.ADMIN);

        assertThat(file).doesNotExist();
        assertThat(plant.lives().now().registry().action("plant.copy")).isEmpty();
    }

    @Test
    void replacesAnActionByACloneWhereAskedTo() {
        plant.actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);
        plant.actions()
                .create(
                        with(document("copy"), "entry_point", "old.sh"),
                        List.of(new DataFile("old.sh", "old")),
                        Parts.ADMIN);

        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> plant.actions().clone("plant.mine", Ref.of("plant", "copy"), false, Parts.ADMIN));
        Action clone = plant.actions().clone("plant.mine", Ref.of("plant", "copy"), true, Parts.ADMIN);
        Action again = plant.actions().clone("plant.act", Ref.of("plant", "copy"), true, Parts.ADMIN);

        assertThat(clone.entryPoint()).isEqualTo("copy.sh");
        assertThat(again.entryPoint()).isEmpty();
        assertThat(plant.action("plant.copy")).isEqualTo(again);
        assertThat(plant.pack().resolve("actions/old.sh")).doesNotExist();
        assertThat(plant.pack().resolve("actions/copy.sh")).doesNotExist();
        assertThat(plant.row("plant.copy").fromFile()).isTrue();
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> plant.actions().clone("plant.act", Ref.of("nopack", "copy"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> plant.actions().clone("plant.act", Ref.of("core", "x"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> plant.actions().clone("plant.act", Ref.of("plant", "../x"), true, Parts.ADMIN));
    }

    @Test
    void replacesNoFileOfAnotherAction() {
        plant.actions()
                .create(
                        with(document("mine"), "entry_point", "copy.sh"),
                        List.of(new DataFile("copy.sh", "mine"), new DataFile("two.yaml", PLAIN)),
                        Parts.ADMIN);
        plant.actions().create(with(document("source"), "entry_point", "source.sh"), SOURCE, Parts.ADMIN);

        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> plant.actions().clone("plant.source", Ref.of("plant", "copy"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> plant.actions().clone("plant.act", Ref.of("plant", "two"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> plant.actions().clone("plant.act", Ref.of("plant", "a/b"), true, Parts.ADMIN));

        assertThat(plant.text("copy.sh")).isEqualTo("mine");
        assertThat(plant.text("two.yaml")).isEqualTo(PLAIN);
        assertThat(plant.lives().now().registry().action("plant.copy")).isEmpty();
    }

    @Test
    void replacesAProgramThatNobodyHasAnyMore() {
        plant.actions().create(with(document("source"), "entry_point", "source.sh"), SOURCE, Parts.ADMIN);
        plant.actions().clone("plant.source", Ref.of("plant", "copy"), false, Parts.ADMIN);
        plant.actions().delete("plant.copy", false, Parts.ADMIN);

        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> plant.actions().clone("plant.source", Ref.of("plant", "copy"), false, Parts.ADMIN));
        Action again = plant.actions().clone("plant.source", Ref.of("plant", "copy"), true, Parts.ADMIN);

        assertThat(plant.action("plant.copy")).isEqualTo(again);
    }
}
