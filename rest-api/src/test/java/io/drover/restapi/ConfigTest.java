package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Configurations of packs, and their schemas. */
class ConfigTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsAConfigurationWithoutItsSecretsUnlessAskedTo() {
        Map<?, ?> masked = object(server.get("/v1/configs/ops"));
        Map<?, ?> clear = object(server.get("/v1/configs/ops?show_secrets=true"));

        assertThat(masked.get("values")).isEqualTo(Map.of("site", "north", "token", "********"));
        assertThat(clear.get("values")).isEqualTo(Map.of("site", "north", "token", "s3cret"));
        assertThat(array(server.get("/v1/configs"))).isEqualTo(List.of(masked));
        assertThat(array(server.get("/v1/configs?name=other"))).isEmpty();
        assertThat(server.get("/v1/configs/other").statusCode()).isEqualTo(404);
    }

    @Test
    void replacesAConfiguration() {
        Map<?, ?> put = object(server.put("/v1/configs/ops", "{\"site\": \"south\", \"token\": \"n3w\"}"));

        assertThat(put.get("values")).isEqualTo(Map.of("site", "south", "token", "********"));
        assertThat(object(server.get("/v1/configs/ops?show_secrets=true")).get("values"))
                .isEqualTo(Map.of("site", "south", "token", "n3w"));
        assertThat(server.put("/v1/configs/ops", "[1]").statusCode()).isEqualTo(400);
    }

    @Test
    void showsTheSchemasOfConfigurations() {
        Map<?, ?> schema = object(server.get("/v1/config_schemas/core"));

        assertThat(schema.get("pack")).isEqualTo("core");
        assertThat(objectOf(schema.get("attributes")).keySet().stream().map(Object::toString))
                .containsExactly("proxy");
        assertThat(array(server.get("/v1/config_schemas"))).isEqualTo(List.of(schema));
        assertThat(server.get("/v1/config_schemas/other").statusCode()).isEqualTo(404);
    }
}
