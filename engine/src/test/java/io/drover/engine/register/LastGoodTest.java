package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Packs;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.rule.Rule;
import io.drover.model.store.Contents.Content;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of what is broken the last good version stays. */
class LastGoodTest {
    private static final Rule ALARM = Plant.rule("alarm", Plant.CALC, Map.of());
    private static final Rule OTHER = Plant.rule("other", Plant.CALC, Map.of());
    private static final Problem BROKEN = Problem.error("plant/rules/alarm.yaml", 3, 1, "It is broken.");

    private final Lives lives;

    LastGoodTest(@TempDir Path folder) {
        lives = Lives.in(folder);
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void ofABrokenFileTheLastGoodVersionStays() {
        Parts parts = lives.start(Plant.content(ALARM, OTHER));

        lives.reader()
                .lay(Plant.content(
                        List.of("plant/rules/alarm.yaml", "plant/actions/x.yaml"), List.of(BROKEN), List.of(OTHER)));
        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(result.problems()).contains(BROKEN);
        assertThat(parts.registry().rule("plant.alarm")).isPresent();
        assertThat(lives.revisions("alarm")).hasSize(1);
        assertThat(parts.registry().pack("plant").orElseThrow().problems()).contains(BROKEN);
    }

    @Test
    void ofAFolderThatCannotBeListedTheLastGoodVersionsStay() {
        Parts parts = lives.start(Plant.content(ALARM, OTHER));

        lives.reader()
                .lay(Plant.withActions(
                        Plant.content(List.of("plant/rules", "plant/act"), List.of(BROKEN), List.of()),
                        List.of(Plant.action(Plant.CALC, "pure", false))));
        Packs.Registration unused = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(parts.registry().rules())
                .extracting(registered -> registered.rule().ref().name())
                .containsExactly("alarm", "other");
        assertThat(lives.revisions("alarm")).hasSize(1);
        assertThat(parts.registry().actions())
                .extracting(action -> action.ref().name())
                .containsExactly("calc");
    }

    @Test
    void ofABrokenFileTheLastGoodVersionStaysAfterARestartToo() {
        Parts unused = lives.start(Plant.content(ALARM, OTHER));
        PackContent broken = Plant.content(
                List.of("plant/rules/alarm.yaml", "plant/actions/act.yaml", "plant/triggers/state.yaml"),
                List.of(BROKEN),
                List.of(OTHER));
        lives.reader()
                .lay(Plant.withTypes(
                        Plant.withActions(broken, List.of(Plant.action(Plant.CALC, "pure", false))), List.of()));

        Parts later = lives.restart();
        Await.done(later.emit(Map.of()));
        later.settle();

        assertThat(later.registry().callable("plant.act"))
                .hasValueSatisfying(
                        callable -> assertThat(callable.action().packPath()).isEqualTo(Plant.FOLDER));
        assertThat(later.registry().callable("plant.repeat")).isEmpty();
        assertThat(later.enforcements())
                .extracting(enforcement -> enforcement.rule().name())
                .containsExactlyInAnyOrder("alarm", "other");
        assertThat(lives.revisions("alarm")).hasSize(1);
    }

    @Test
    void aPackThatCannotBeReadStaysAsItWas() {
        Parts parts = lives.start(Plant.content(ALARM));
        Problem problem = Problem.error("plant/pack.yaml", 1, 1, "It is no YAML.");

        lives.reader().spoil(Plant.FOLDER, problem);
        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(result.problems()).containsExactly(problem);
        assertThat(parts.registry().rule("plant.alarm")).isPresent();
        assertThat(parts.registry().pack("plant").orElseThrow().problems()).containsExactly(problem);

        lives.reader().lay(Plant.content());
        Packs.Registration repaired = parts.registration().packs().register(List.of(), Parts.ADMIN);
        assertThat(repaired.problems()).isEmpty();
        assertThat(parts.registry().rule("plant.alarm")).isEmpty();
    }

    @Test
    void aPackThatCannotBeReadStaysAsItWasAfterARestartToo() {
        Parts first = lives.start(Plant.withActions(
                Plant.content(ALARM),
                List.of(
                        Plant.action(Plant.CALC, "pure", false),
                        Plant.action(Plant.ACT, "effects", false).enabled(false))));
        int before = first.trail().size();
        Problem problem = Problem.error("plant/pack.yaml", 1, 1, "It is no YAML.");
        lives.reader().spoil(Plant.FOLDER, problem);

        Parts later = lives.restart();
        int after = later.trail().size();
        Await.done(later.emit(Map.of()));
        later.settle();

        assertThat(after).isEqualTo(before);
        assertThat(enforced(later)).containsExactly("alarm");
        assertThat(later.executions())
                .singleElement()
                .satisfies(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));
        assertThat(later.registry().action("plant.act"))
                .hasValueSatisfying(action -> assertThat(action.enabled()).isFalse());
        assertThat(later.registry().config("plant")).isEqualTo(Map.of("site", "north"));
        assertThat(later.registry().pack("plant").orElseThrow().problems()).containsExactly(problem);
        assertThat(later.registry().pack("plant").orElseThrow().pack())
                .isEqualTo(Plant.content().pack());
        assertThat(lives.revisions("alarm")).hasSize(1);
    }

    @Test
    void aPackOfWhichNothingIsKnownIsLeftOutWhileItCannotBeRead() {
        Problem problem = Problem.error("plant/pack.yaml", 1, 1, "It is no YAML.");
        lives.reader().spoil(Plant.FOLDER, problem);

        Parts parts = lives.restart();

        assertThat(parts.registry().packs()).isEmpty();
        assertThat(parts.registration().packs().register(List.of(), Parts.ADMIN).problems())
                .containsExactly(problem);
    }

    @Test
    void ofABrokenConfigurationTheLastGoodOneStaysAfterARestartToo() {
        Parts parts = lives.start(Plant.content());
        Problem problem = Problem.error("packs/plant.yaml", 3, 7, "It is no text.");
        lives.reader()
                .lay(Plant.withConfig(
                        Plant.content(List.of(PackContent.CONFIG), List.of(problem), List.of()), Map.of()));

        Packs.Registration result = parts.registration().packs().register(List.of(), Parts.ADMIN);
        Map<String, @Nullable Object> config = parts.registry().config("plant");
        Parts later = lives.restart();

        assertThat(result.problems()).containsExactly(problem);
        assertThat(config).isEqualTo(Map.of("site", "north"));
        assertThat(later.registry().config("plant")).isEqualTo(Map.of("site", "north"));
        assertThat(lives.memory()
                        .<List<Content>>read(
                                transaction -> transaction.contents().current(Kind.CONFIG)))
                .singleElement()
                .satisfies(row -> assertThat(row.document().toString()).doesNotContain("north"));
    }

    private static List<String> enforced(Parts parts) {
        return parts.enforcements().stream()
                .map(enforcement -> enforcement.rule().name())
                .toList();
    }
}
