package io.drover.engine.register;

import static io.drover.engine.register.ActionsHere.document;
import static io.drover.engine.register.ActionsHere.refuses;
import static io.drover.engine.register.ActionsHere.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Actions.DataFile;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that come and go with the actions of the API. */
class ActionProgramsTest {
    private static final List<DataFile> SCRIPT = List.of(new DataFile("scripts/run.sh", "echo one\n"));
    private static final List<DataFile> PROGRAM = List.of(new DataFile("run.sh", "run"));

    private final ActionsHere here;

    ActionProgramsTest(@TempDir Path folder) {
        this.here = new ActionsHere(folder);
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void removesAProgramOnceItsActionIsGone() {
        here.actions().create(with(document("mine"), "entry_point", "run.sh"), PROGRAM, Parts.ADMIN);
        List<Boolean> thereAtCommits = new CopyOnWriteArrayList<>();
        here.lives()
                .memory()
                .afterCommit(() -> thereAtCommits.add(Files.exists(here.pack().resolve("actions/run.sh"))));

        here.actions().delete("plant.mine", true, Parts.ADMIN);

        assertThat(thereAtCommits).startsWith(true);
        assertThat(here.pack().resolve("actions/run.sh")).doesNotExist();
    }

    @Test
    void keepsTheProgramOfAFileOfTheSameName() {
        here.lives().reader().lay(Plant.withActions(here.content(), List.of()));
        here.register();
        here.actions().create(with(document("act"), "entry_point", "run.sh"), PROGRAM, Parts.ADMIN);
        Action hidden =
                Plant.action(Plant.ACT, "pure", false).copied(Plant.ACT, "run.sh", here.pack(), "actions/act.yaml");
        here.lives().reader().lay(Plant.withActions(here.content(), List.of(hidden)));
        here.register();

        here.actions().delete("plant.act", true, Parts.ADMIN);

        assertThat(here.action("plant.act")).isEqualTo(hidden);
        assertThat(here.text("run.sh")).isEqualTo("run");
    }

    @Test
    void writesTheFilesOfAnActionAndRemovesItsProgramWhereAskedTo() {
        Map<String, @Nullable Object> document = with(document("mine"), "entry_point", "scripts/run.sh");

        Action made = here.actions().create(document, SCRIPT, Parts.ADMIN);
        String first = here.text("scripts/run.sh");
        here.actions().update("plant.mine", document, List.of(new DataFile("scripts/run.sh", "two")), Parts.ADMIN);
        String second = here.text("scripts/run.sh");
        here.actions().delete("plant.mine", true, Parts.ADMIN);

        assertThat(made.entryPoint()).isEqualTo("scripts/run.sh");
        assertThat(first).isEqualTo("echo one\n");
        assertThat(second).isEqualTo("two");
        assertThat(here.pack().resolve("actions/scripts")).isEmptyDirectory();
    }

    @Test
    void tellsRulesOfEachFileThatItWrote() {
        here.lives().reader().lay(Plant.core(ActionFileWritten.TYPE));
        here.lives().reader().lay(Plant.in(here.pack(), Plant.content(listening())));
        here.register();

        Action made = here.actions().create(document("mine"), SCRIPT, Parts.ADMIN);
        Await.until("the event was taken", () -> !here.lives().now().events().isEmpty());

        assertThat(here.lives().now().events())
                .singleElement()
                .satisfies(event -> assertThat(event.payload())
                        .containsEntry("ref", made.ref().toString())
                        .containsEntry(
                                "file_path",
                                here.pack().resolve("actions/scripts/run.sh").toString()));
    }

    @Test
    void keepsAProgramThatAnotherActionHasToo() {
        here.actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);
        here.actions().create(with(document("yours"), "entry_point", "scripts/run.sh"), List.of(), Parts.ADMIN);

        here.actions().delete("plant.mine", true, Parts.ADMIN);

        assertThat(here.text("scripts/run.sh")).isEqualTo("echo one\n");
    }

    @Test
    void asksForTheRightToDeployWhereProgramsComeOrGo() {
        here.actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);

        refuses(ErrorCode.PERMISSION_DENIED, () -> here.actions().create(document("other"), SCRIPT, Parts.EDITOR));
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> here.actions().clone("plant.act", Ref.of("plant", "mine"), true, Parts.EDITOR));
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> here.actions().update("plant.mine", document("mine"), SCRIPT, Parts.EDITOR));
        refuses(ErrorCode.PERMISSION_DENIED, () -> here.actions().delete("plant.mine", true, Parts.EDITOR));
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> here.actions().clone("plant.mine", Ref.of("plant", "other"), false, Parts.EDITOR));
        assertThat(here.lives().now().registry().action("plant.other")).isEmpty();
        assertThat(here.text("scripts/run.sh")).isEqualTo("echo one\n");
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
}
