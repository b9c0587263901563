package io.drover.distribution.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @Test
    void isTheFileThatIsShipped() throws IOException {
        assertThat(Path.of("src/main/dist/conf/drover.yaml"))
                .as("droverd --print-config writes it")
                .content()
                .isEqualTo(SettingsFile.text());
    }

    @Test
    void showsTheDefaults(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        String everyKeySet = SettingsFile.text().replaceAll("(?m)^#(?! )", "");
        Files.writeString(home.resolve("conf/drover.yaml"), everyKeySet);

        Settings fromFile = SettingsReader.read(home, Map.of());

        Files.delete(home.resolve("conf/drover.yaml"));
        assertThat(fromFile).isEqualTo(SettingsReader.read(home, Map.of()));
    }

    @Test
    void explainsEveryKey() {
        for (Key key : Key.values()) {
            assertThat(SettingsFile.text()).contains("# " + key.meaning() + "\n#" + key.path() + ":");
        }
    }
}
