package io.drover.restapi;

import static io.drover.restapi.Server.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys of the API. */
class ApiKeyTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsAKeyOnceAndItsHashOnlyToWhoAsks() {
        Map<?, ?> created = object(server.post("/v1/apikeys", "{\"metadata\": {\"for\": \"ci\"}}"));
        String path = "/v1/apikeys/" + created.get("id");
        HttpResponse<String> masked = server.get(path);
        HttpResponse<String> shown = server.get(path + "?show_secrets=1");

        assertThat(created.containsKey("key_hash")).isFalse();
        assertThat(created.get("user")).isEqualTo("admin");
        assertThat(masked.body()).contains("********").doesNotContain("hash of");
        assertThat(shown.body()).contains("hash of");
        assertThat(Server.header(server.get("/v1/apikeys"), "X-Limit")).isEqualTo("50");
        assertThat(server.put(path, "{\"key_hash\": \"other\"}").statusCode()).isEqualTo(400);
        assertThat(server.delete(path).statusCode()).isEqualTo(204);
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }
}
