package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlConfigFilesTest {
    @TempDir
    Path folder;

    @Test
    void keepsACopyOfAFileAsItIsAndEachUnderANameOfItsOwn() throws IOException {
        YamlConfigFiles files = new YamlConfigFiles(folder);
        Files.writeString(folder.resolve("plant.yaml"), "site: south # ours\n");

        Path first = Path.of(files.keepCopy("plant").orElseThrow());
        assertThat(files.write("plant", Map.of("site", Map.of("type", "string")), Map.of("site", "east")))
                .isEmpty();
        Path second = Path.of(files.keepCopy("plant").orElseThrow());

        assertThat(first).hasFileName("plant.yaml.kept").hasContent("site: south # ours\n");
        assertThat(second).hasFileName("plant.yaml.kept-2").hasContent("site: east\n");
        assertThat(files.packs()).containsExactly("plant");
        assertThat(files.read("plant")).contains(Map.of("site", "east"));
    }

    @Test
    void keepsNothingOfAPackThatHasNoFile() {
        YamlConfigFiles files = new YamlConfigFiles(folder);

        assertThat(files.keepCopy("plant")).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsOnlyCheckedIsNotWritten() {
        YamlConfigFiles files = new YamlConfigFiles(folder);
        Map<String, Object> schema = Map.of("site", Map.of("type", "string"));

        assertThat(files.check("plant", schema, Map.of("site", "south"))).isEmpty();
        assertThat(files.check("plant", schema, Map.of("site", 5L))).hasSize(1);
        assertThat(folder).isEmptyDirectory();
    }
}
