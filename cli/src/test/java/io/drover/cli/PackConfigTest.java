package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackConfigTest {
    private static final String CONFIG =
            "{\"id\": \"1\", \"pack\": \"ops\", \"values\": {\"site\": \"north\", \"token\": \"s3cret\"}}";

    private final RecordedApi api = new RecordedApi();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void showsThePacksConfiguration() {
        api.gives("GET", "/v1/configs/ops", 200, CONFIG);

        Outcome outcome = Outcome.of(api, "pack", "config", "ops", "--show-secrets", "-j");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("\"site\": \"north\"");
        assertThat(api.last("GET").target()).isEqualTo("/v1/configs/ops?show_secrets=true");
    }

    @Test
    void setsSomeAttributesWithTheTypesOfTheSchema() {
        api.gives("GET", "/v1/configs/ops", 200, CONFIG)
                .gives(
                        "GET",
                        "/v1/config_schemas/ops",
                        200,
                        "{\"pack\": \"ops\", \"attributes\": {\"port\": {\"type\": \"integer\"}}}")
                .gives("PUT", "/v1/configs/ops", 200, CONFIG);

        Outcome outcome = Outcome.of(api, "pack", "config", "ops", "port=81", "site=south");

        assertThat(outcome.exitCode()).isZero();
        assertThat(JsonText.compact(api.last("PUT").json().values()))
                .isEqualTo("{\"site\": \"south\", \"token\": \"s3cret\", \"port\": 81}");
    }

    @Test
    void replacesAConfigurationByAFile() throws IOException {
        api.gives("PUT", "/v1/configs/ops", 200, CONFIG);
        Path file = Files.writeString(folder.resolve("ops.yaml"), "site: south\nports: [1, 2]\n");

        Outcome outcome = Outcome.of(api, "pack", "config", "ops", "-f", file.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(JsonText.compact(api.last("PUT").json().values()))
                .isEqualTo("{\"site\": \"south\", \"ports\": [1, 2]}");
    }

    @Test
    void neverWritesTheMaskOfASecretThatItMayNotSee() {
        api.gives("GET", "/v1/configs/ops", 200, CONFIG.replace("s3cret", "********"))
                .gives("GET", "/v1/config_schemas/ops", 404, "{}");

        Outcome outcome = Outcome.of(api, "pack", "config", "ops", "site=south");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--file");
        assertThat(Outcome.of(api, "pack", "config", "ops", "south").err()).contains("NAME=VALUE");
    }
}
