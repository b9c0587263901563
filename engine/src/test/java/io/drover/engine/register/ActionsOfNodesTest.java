package io.drover.engine.register;

import static io.drover.engine.register.PlantNode.document;
import static io.drover.engine.register.PlantNode.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Packs.Registration;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.error.ErrorCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions of the API, where several nodes have their own files. */
class ActionsOfNodesTest {
    @AutoClose
    private final PlantNode plant;

    ActionsOfNodesTest(@TempDir Path folder) {
        plant = new PlantNode(folder);
    }

    @Test
    void takesInWhatIsChangedOnAnotherNode() {
        try (Parts second = plant.second(plant.lives().reader())) {
            Action made = plant.actions().create(document("mine"), List.of(), Parts.ADMIN);

            second.registration().follow();

            assertThat(second.registry().action("plant.mine")).contains(made);
            refuses(
                    ErrorCode.ALREADY_EXISTS,
                    () -> second.registration().actions().create(document("mine"), List.of(), Parts.ADMIN));

            plant.actions().delete("plant.mine", false, Parts.ADMIN);
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
        plant.lives().reader().lay(Plant.withActions(plant.content(), List.of()));
        plant.register();
        PlainReader others = new PlainReader();
        others.lay(plant.content());
        try (Parts second = plant.second(others)) {
            Action made = plant.actions().create(document("act"), List.of(), Parts.ADMIN);
            second.registration().follow();

            Registration unused = second.registration().packs().register(List.of(), PackRegistration.FILES);

            assertThat(second.registry().action("plant.act")).contains(made);
            assertThat(plant.row("plant.act").fromFile()).isFalse();
        }
    }

    @Test
    void keepsAnActionOfTheApiThoughTheFileOfThatNameGoesOnAnotherNode() {
        plant.lives().reader().lay(Plant.withActions(plant.content(), List.of()));
        plant.register();
        PlainReader others = new PlainReader();
        others.lay(plant.content());
        try (Parts second = plant.second(others)) {
            Action made = plant.actions().create(document("act"), List.of(), Parts.ADMIN);
            int told = files(second, "plant.act").size();
            others.lay(Plant.withActions(plant.content(), List.of()));

            registerFilesOf(second);
            second.registration().follow();

            assertThat(plant.row("plant.act").fromFile()).isFalse();
            assertThat(second.registry().action("plant.act")).contains(made);
            assertThat(files(second, "plant.act")).hasSize(told);
            assertThat(files(second, "plant.calc")).endsWith("removed plant.calc");
        }
    }

    @Test
    void keepsAnActionOfTheApiThoughAFileOfThatNameComesOnAnotherNode() {
        plant.lives().reader().lay(Plant.withActions(plant.content(), List.of()));
        plant.register();
        PlainReader others = new PlainReader();
        others.lay(Plant.withActions(plant.content(), List.of()));
        try (Parts second = plant.second(others)) {
            Action made = plant.actions().create(document("act"), List.of(), Parts.ADMIN);
            int told = files(second, "plant.act").size();
            others.lay(plant.content());

            registerFilesOf(second);
            second.registration().follow();
            registerFilesOf(second);

            assertThat(plant.row("plant.act").fromFile()).isFalse();
            assertThat(second.registry().action("plant.act")).contains(made);
            assertThat(files(second, "plant.act")).hasSize(told);
            assertThat(plant.row("plant.calc").fromFile()).isTrue();
        }
    }

    @Test
    void keepsAnActionOfTheApiThoughAnotherNodeSwitchesAFileOfThatName() {
        plant.lives().reader().lay(Plant.withActions(plant.content(), List.of()));
        plant.register();
        PlainReader others = new PlainReader();
        others.lay(plant.content());
        try (Parts second = plant.second(others)) {
            Action made = plant.actions().create(document("act"), List.of(), Parts.ADMIN);
            Map<String, @Nullable Object> off = new LinkedHashMap<>(
                    others.document(second.registry().action("plant.act").orElseThrow()));
            off.put("enabled", false);

            Action inForce = second.registration().actions().update("plant.act", off, List.of(), Parts.ADMIN);

            assertThat(plant.row("plant.act").fromFile()).isFalse();
            assertThat(inForce).isEqualTo(made);
        }
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
}
