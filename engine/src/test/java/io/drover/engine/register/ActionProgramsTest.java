package io.drover.engine.register;

import static io.drover.engine.register.PlantNode.document;
import static io.drover.engine.register.PlantNode.refuses;
import static io.drover.engine.register.PlantNode.with;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that come and go with the actions of the API. */
class ActionProgramsTest {
    private static final List<DataFile> SCRIPT = List.of(new DataFile("scripts/run.sh", "echo one\n"));
    private static final List<DataFile> PROGRAM = List.of(new DataFile("run.sh", "run"));

    @AutoClose
    private final PlantNode plant;

    ActionProgramsTest(@TempDir Path folder) {
        plant = new PlantNode(folder);
    }

    @Test
    void removesAProgramOnceItsActionIsGone() {
        plant.actions().create(with(document("mine"), "entry_point", "run.sh"), PROGRAM, Parts.ADMIN);
        List<Boolean> thereAtCommits = new CopyOnWriteArrayList<>();
        plant.lives()
                .memory()
                .afterCommit(() -> thereAtCommits.add(Files.exists(plant.pack().resolve("actions/run.sh"))));

        plant.actions().delete("plant.mine", true, Parts.ADMIN);

        assertThat(thereAtCommits).startsWith(true);
        assertThat(plant.pack().resolve("actions/run.sh")).doesNotExist();
    }

    @Test
    void keepsTheProgramOfAFileOfTheSameName() {
        plant.lives().reader().lay(Plant.withActions(plant.content(), List.of()));
        plant.register();
        plant.actions().create(with(document("act"), "entry_point", "run.sh"), PROGRAM, Parts.ADMIN);
        Action hidden =
                Plant.action(Plant.ACT, "pure", false).copied(Plant.ACT, "run.sh", plant.pack(), "actions/act.yaml");
        plant.lives().reader().lay(Plant.withActions(plant.content(), List.of(hidden)));
        plant.register();

        plant.actions().delete("plant.act", true, Parts.ADMIN);

        assertThat(plant.action("plant.act")).isEqualTo(hidden);
        assertThat(plant.text("run.sh")).isEqualTo("run");
    }

    @Test
    void writesTheFilesOfAnActionAndRemovesItsProgramWhereAskedTo() {
        Map<String, @Nullable Object> document = with(document("mine"), "entry_point", "scripts/run.sh");

        Action made = plant.actions().create(document, SCRIPT, Parts.ADMIN);
        String first = plant.text("scripts/run.sh");
        plant.actions().update("plant.mine", document, List.of(new DataFile("scripts/run.sh", "two")), Parts.ADMIN);
        String second = plant.text("scripts/run.sh");
        plant.actions().delete("plant.mine", true, Parts.ADMIN);

        assertThat(made.entryPoint()).isEqualTo("scripts/run.sh");
        assertThat(first).isEqualTo("echo one\n");
        assertThat(second).isEqualTo("two");
        assertThat(plant.pack().resolve("actions/scripts")).isEmptyDirectory();
    }

    @Test
    void tellsRulesOfEachFileThatItWrote() {
        plant.lives().reader().lay(Plant.core(ActionFileWritten.TYPE));
        plant.lives().reader().lay(Plant.in(plant.pack(), Plant.content(listening())));
        plant.register();

        Action made = plant.actions().create(document("mine"), SCRIPT, Parts.ADMIN);
        Await.until("the event was taken", () -> !plant.lives().now().events().isEmpty());

        assertThat(plant.lives().now().events())
                .singleElement()
                .satisfies(event -> assertThat(event.payload())
                        .containsEntry("ref", made.ref().toString())
                        .containsEntry(
                                "file_path",
                                plant.pack().resolve("actions/scripts/run.sh").toString()));
    }

    @Test
    void keepsAProgramThatAnotherActionHasToo() {
        plant.actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);
        plant.actions().create(with(document("yours"), "entry_point", "scripts/run.sh"), List.of(), Parts.ADMIN);

        plant.actions().delete("plant.mine", true, Parts.ADMIN);

        assertThat(plant.text("scripts/run.sh")).isEqualTo("echo one\n");
    }

    @Test
    void asksForTheRightToDeployWhereProgramsComeOrGo() {
        plant.actions().create(with(document("mine"), "entry_point", "scripts/run.sh"), SCRIPT, Parts.ADMIN);

        refuses(ErrorCode.PERMISSION_DENIED, () -> plant.actions().create(document("other"), SCRIPT, Parts.EDITOR));
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> plant.actions().clone("plant.act", Ref.of("plant", "mine"), true, Parts.EDITOR));
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> plant.actions().update("plant.mine", document("mine"), SCRIPT, Parts.EDITOR));
        refuses(ErrorCode.PERMISSION_DENIED, () -> plant.actions().delete("plant.mine", true, Parts.EDITOR));
        refuses(
                ErrorCode.PERMISSION_DENIED,
                () -> plant.actions().clone("plant.mine", Ref.of("plant", "other"), false, Parts.EDITOR));
        assertThat(plant.lives().now().registry().action("plant.other")).isEmpty();
        assertThat(plant.text("scripts/run.sh")).isEqualTo("echo one\n");
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
