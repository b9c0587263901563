package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Packs;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.rule.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and the API do not take each other's names. */
class FilesBesideTheApiTest {
    private static final Rule ALARM = Plant.rule("alarm", Plant.CALC, Map.of());
    private static final Rule OTHER = Plant.rule("other", Plant.CALC, Map.of());

    private final Lives lives;

    FilesBesideTheApiTest(@TempDir Path folder) {
        lives = Lives.in(folder);
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void aFileDoesNotTakeTheNameOfARuleOfTheApi() {
        Parts parts = lives.start(Plant.content());
        RegisteredRule made = parts.registration().rules().create(document("alarm"), Parts.ADMIN);
        lives.reader().lay(Plant.content(ALARM, OTHER));

        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Parts later = lives.restart();
        Await.done(later.emit(Map.of()));
        later.settle();

        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.isError()).isTrue();
            assertThat(problem.file()).isEqualTo("plant/rules/alarm.yaml");
            assertThat(problem.message())
                    .contains("'plant.alarm' was made by API", "by anna, revision 1", "drover rule delete plant.alarm");
        });
        assertThat(later.registry().rule("plant.alarm")).contains(made);
        assertThat(later.registry().pack("plant").orElseThrow().problems()).isEqualTo(result.problems());
        assertThat(enforced(later)).containsExactlyInAnyOrder("alarm", "other");
        assertThat(lives.revisions("alarm")).hasSize(1);
    }

    @Test
    void aFileCountsAsSoonAsTheRuleOfTheApiLeavesItsName() {
        Parts parts = lives.start(Plant.content());
        RegisteredRule unused = parts.registration().rules().create(document("alarm"), Parts.ADMIN);
        lives.reader().lay(Plant.content(ALARM));
        parts.registration().packs().register(List.of(), Parts.ADMIN);

        parts.registration().rules().delete("plant.alarm", Parts.ADMIN);

        assertThat(parts.registry().rule("plant.alarm").orElseThrow()).satisfies(registered -> {
            assertThat(registered.fromFile()).isTrue();
            assertThat(registered.rule()).isEqualTo(ALARM);
            assertThat(registered.revision()).isEqualTo(2);
        });
        assertThat(parts.registry().pack("plant").orElseThrow().problems()).isEmpty();
        assertThat(lives.restart().registry().rule("plant.alarm").orElseThrow().fromFile())
                .isTrue();
        assertThat(lives.revisions("alarm")).hasSize(2);
    }

    @Test
    void aRuleOfTheApiStaysWhereAFileOfItsNameCameAndWent() {
        Parts parts = lives.start(Plant.content());
        RegisteredRule made = parts.registration().rules().create(document("alarm"), Parts.ADMIN);
        lives.reader().lay(Plant.content(ALARM));
        parts.registration().packs().register(List.of(), Parts.ADMIN);

        lives.reader().lay(Plant.content());
        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Optional<RegisteredRule> afterwards = parts.registry().rule("plant.alarm");
        parts.registration().rules().delete("plant.alarm", Parts.ADMIN);

        assertThat(result.problems()).isEmpty();
        assertThat(afterwards).contains(made);
        assertThat(parts.registry().rule("plant.alarm")).isEmpty();
    }

    private static Map<String, @Nullable Object> document(String name) {
        return Map.of(
                "name",
                name,
                "pack",
                "plant",
                "trigger",
                Map.of("type", "plant.state"),
                "actions",
                List.of(Map.of("ref", "plant.calc")));
    }

    private static List<String> enforced(Parts parts) {
        return parts.enforcements().stream()
                .map(enforcement -> enforcement.rule().name())
                .toList();
    }
}
