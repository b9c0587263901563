package io.drover.engine.register;

import static io.drover.engine.register.ActionsHere.document;
import static io.drover.engine.register.ActionsHere.refuses;
import static io.drover.engine.register.ActionsHere.with;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions that are copies of others, and what they replace. */
class ClonedActionsTest {
    private static final List<DataFile> SCRIPT = List.of(new DataFile("scripts/run.sh", "echo one\n"));
    private static final List<DataFile> SOURCE = List.of(new DataFile("source.sh", "source"));
    private static final String PLAIN = "{\"name\": \"other\", \"runner_type\": \"pure\"}";

    private final ActionsHere here;

    ClonedActionsTest(@TempDir Path folder) {
        this.here = new ActionsHere(folder);
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void clonesAnActionWithItsProgramIntoFilesThatTheApiChangesAndRemoves() {
        here.actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);

        Action clone = here.actions().clone("plant.mine", Ref.of("plant", "copy"), false, Parts.ADMIN);
        here.lives().restart();
        Action later = here.action("plant.copy");
        Map<String, @Nullable Object> off = with(here.lives().reader().document(clone), "enabled", false);
        Action changed = here.update("plant.copy", off);
        here.lives().restart();
        Action switched = here.action("plant.copy");
        here.actions().delete("plant.copy", false, Parts.ADMIN);

        assertThat(clone.metadataFile()).isEqualTo("actions/copy.yaml");
        assertThat(clone.entryPoint()).isEqualTo("copy.sh");
        assertThat(here.text("copy.sh")).isEqualTo("echo one\n");
        assertThat(later).isEqualTo(clone);
        assertThat(changed.enabled()).isFalse();
        assertThat(switched).isEqualTo(changed);
        assertThat(here.pack().resolve("actions/copy.yaml")).doesNotExist();
        assertThat(here.lives().now().registry().action("plant.copy")).isEmpty();
        assertThat(here.lives().stored(Kind.ACTION)).doesNotContain("plant.copy");
    }

    @Test
    void leavesACloneToWhomeverTookItOver() throws IOException {
        Action clone = here.actions().clone("plant.act", Ref.of("plant", "copy"), false, Parts.ADMIN);
        Path file = here.pack().resolve("actions/copy.yaml");
        Files.writeString(file, here.lives().reader().text(clone));
        here.register();

        refuses(ErrorCode.CONFLICT, () -> here.actions().delete("plant.copy", false, Parts.ADMIN));
        here.actions().delete("plant.copy", true, Parts.ADMIN);

        assertThat(file).doesNotExist();
        assertThat(here.lives().now().registry().action("plant.copy")).isEmpty();
    }

    @Test
    void replacesAnActionByACloneWhereAskedTo() {
        here.actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);
        here.actions()
                .create(
                        with(document("copy"), "entry_point", "old.sh"),
                        List.of(new DataFile("old.sh", "old")),
                        Parts.ADMIN);

        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> here.actions().clone("plant.mine", Ref.of("plant", "copy"), false, Parts.ADMIN));
        Action clone = here.actions().clone("plant.mine", Ref.of("plant", "copy"), true, Parts.ADMIN);
        Action again = here.actions().clone("plant.act", Ref.of("plant", "copy"), true, Parts.ADMIN);

        assertThat(clone.entryPoint()).isEqualTo("copy.sh");
        assertThat(again.entryPoint()).isEmpty();
        assertThat(here.action("plant.copy")).isEqualTo(again);
        assertThat(here.pack().resolve("actions/old.sh")).doesNotExist();
        assertThat(here.pack().resolve("actions/copy.sh")).doesNotExist();
        assertThat(here.row("plant.copy").fromFile()).isTrue();
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> here.actions().clone("plant.act", Ref.of("nopack", "copy"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> here.actions().clone("plant.act", Ref.of("core", "x"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> here.actions().clone("plant.act", Ref.of("plant", "../x"), true, Parts.ADMIN));
    }

    @Test
    void replacesNoFileOfAnotherAction() {
        here.actions()
                .create(
                        with(document("mine"), "entry_point", "copy.sh"),
                        List.of(new DataFile("copy.sh", "mine"), new DataFile("two.yaml", PLAIN)),
                        Parts.ADMIN);
        here.actions().create(with(document("source"), "entry_point", "source.sh"), SOURCE, Parts.ADMIN);

        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> here.actions().clone("plant.source", Ref.of("plant", "copy"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> here.actions().clone("plant.act", Ref.of("plant", "two"), true, Parts.ADMIN));
        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> here.actions().clone("plant.act", Ref.of("plant", "a/b"), true, Parts.ADMIN));

        assertThat(here.text("copy.sh")).isEqualTo("mine");
        assertThat(here.text("two.yaml")).isEqualTo(PLAIN);
        assertThat(here.lives().now().registry().action("plant.copy")).isEmpty();
    }

    @Test
    void replacesAProgramThatNobodyHasAnyMore() {
        here.actions().create(with(document("source"), "entry_point", "source.sh"), SOURCE, Parts.ADMIN);
        here.actions().clone("plant.source", Ref.of("plant", "copy"), false, Parts.ADMIN);
        here.actions().delete("plant.copy", false, Parts.ADMIN);

        refuses(
                ErrorCode.INVALID_ARGUMENT,
                () -> here.actions().clone("plant.source", Ref.of("plant", "copy"), false, Parts.ADMIN));
        Action again = here.actions().clone("plant.source", Ref.of("plant", "copy"), true, Parts.ADMIN);

        assertThat(here.action("plant.copy")).isEqualTo(again);
    }
}
