package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Configs;
import io.drover.engine.api.Configs.Config;
import io.drover.engine.api.Packs;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.MemoryConfigFiles;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.secret.SecretBox;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.PackContent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackConfigurationTest {
    private static final Map<String, @Nullable Object> SCHEMA =
            Map.of("site", Map.of("type", "string"), "token", Map.of("type", "string", "secret", true));

    private final MemoryConfigFiles files = new MemoryConfigFiles();
    private final List<String> registered = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final Lives lives;

    PackConfigurationTest(@TempDir Path folder) {
        this.folder = folder;
        lives = Lives.in(folder);
        lives.start(content());
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void isWrittenRegisteredAndShownWithoutItsSecrets() {
        Config put = configs().put("plant", Map.of("site", "south", "token", "s3cret"), Parts.ADMIN);

        assertThat(put.shown()).isEqualTo(Map.of("site", "south", "token", "********"));
        assertThat(put.values()).isEqualTo(Map.of("site", "south", "token", "s3cret"));
        assertThat(configs().find("plant")).contains(put);
        assertThat(configs().list()).containsExactly(put);
        assertThat(registered).containsExactly("plant");
        assertThat(lives.now().trail()).anySatisfy(entry -> {
            assertThat(entry.what()).isEqualTo("configured");
            assertThat(entry.subject()).isEqualTo("plant");
            assertThat(entry.who()).isEqualTo("anna");
        });
        assertThat(lives.now().trail().toString()).doesNotContain("s3cret");
    }

    @Test
    void isRefusedWhereItDoesNotFitOrThereIsNoPack() {
        assertThatThrownBy(() -> configs().put("plant", Map.of("bad", 1L), Parts.ADMIN))
                .isInstanceOfSatisfying(DroverException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                    assertThat(refusal).hasMessageContaining("It does not fit.");
                });
        assertThatThrownBy(() -> configs().put("nothing", Map.of(), Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(configs().find("plant")).isEmpty();
        assertThat(registered).isEmpty();
    }

    @Test
    void whatIsNotCommittedIsInNoFile() {
        Config before = configs().put("plant", Map.of("site", "south"), Parts.ADMIN);
        Configs configs = configs();
        lives.now().committer().close();

        assertThatThrownBy(() -> configs.put("plant", Map.of("site", "north"), Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));

        assertThat(configs.find("plant")).contains(before);
        assertThat(registered).containsExactly("plant");
    }

    @Test
    void saysWhereItsFileCouldNotBeWrittenThatItWasRecordedAllTheSame() {
        files.full(true);

        assertThatThrownBy(() -> configs().put("plant", Map.of("site", "south"), Parts.ADMIN))
                .isInstanceOf(DroverException.class)
                .hasMessageContainingAll("'plant'", "recorded", "The disk is full.", "again");

        assertThat(registered).isEmpty();
        files.full(false);
        assertThat(configs().put("plant", Map.of("site", "south"), Parts.ADMIN).values())
                .containsEntry("site", "south");
    }

    private Configs configs() {
        Packs packs = (refs, by) -> {
            registered.addAll(refs);
            return new Packs.Registration(Map.of(), List.of());
        };
        Parts parts = lives.now();
        SharedConfigs shared = new SharedConfigs(
                parts.store(), 1, new SecretBox(folder.resolve("keys.json")), files, parts.registry(), pack -> {});
        return new PackConfiguration(parts.registry(), files, packs, parts.committer(), shared, parts.clock());
    }

    private static PackContent content() {
        PackContent plant = Plant.content();
        return new PackContent(
                plant.pack(),
                plant.triggerTypes(),
                plant.sensors(),
                plant.actions(),
                plant.rules(),
                plant.routes(),
                plant.references(),
                SCHEMA,
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
