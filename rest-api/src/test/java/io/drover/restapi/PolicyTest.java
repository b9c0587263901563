package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policies and their types. */
class PolicyTest {
    private static final String POLICY = """
            {"name": "few", "pack": "ops", "resource_ref": "ops.run", "policy_type": "action.concurrency",
             "parameters": {"threshold": 2, "action": "delay"}}
            """;

    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void makesChangesAndRemovesAPolicy() {
        HttpResponse<String> created = server.post("/v1/policies", POLICY);
        String id = String.valueOf(object(created).get("id"));
        Map<?, ?> changed = object(server.put("/v1/policies/" + id, POLICY.replace("2", "3")));
        Map<?, ?> read = object(server.get("/v1/policies/ops.few"));
        HttpResponse<String> removed = server.delete("/v1/policies/ops.few");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(object(created).get("uid")).isEqualTo("policy:ops:few");
        assertThat(object(created).get("enabled")).isEqualTo(true);
        assertThat(objectOf(changed.get("parameters")).get("threshold")).isEqualTo(3L);
        assertThat(read).isEqualTo(changed);
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(server.get("/v1/policies/ops.few").statusCode()).isEqualTo(404);
        assertThat(server.delete("/v1/policies/ops.few").statusCode()).isEqualTo(404);
        assertThat(server.put("/v1/policies/ops.few", POLICY).statusCode()).isEqualTo(404);
    }

    @Test
    void listsPoliciesByTheirAction() {
        server.post("/v1/policies", POLICY);
        server.post("/v1/policies", POLICY.replace("few", "others").replace("ops.run", "ops.stop"));

        assertThat(names("/v1/policies")).isEqualTo(List.of("few", "others"));
        assertThat(names("/v1/policies?resource_ref=ops.stop")).isEqualTo(List.of("others"));
        assertThat(names("/v1/policies?policy_type=action.retry")).isEmpty();
        assertThat(names("/v1/policies?pack=core")).isEmpty();
        assertThat(names("/v1/policies?include_attributes=name&limit=1")).isEqualTo(List.of("few"));
    }

    @Test
    void findsTypesByRefAndById() {
        Map<?, ?> type = object(server.get("/v1/policytypes/action.retry"));

        assertThat(objectOf(type.get("parameters")).keySet()).asString().contains("retry_on", "delay");
        assertThat(object(server.get("/v1/policytypes/" + type.get("id")))).isEqualTo(type);
        assertThat(names("/v1/policytypes?name=retry")).isEqualTo(List.of("retry"));
        assertThat(names("/v1/policytypes?resource_type=rule")).isEmpty();
        assertThat(server.get("/v1/policytypes/action.none").statusCode()).isEqualTo(404);
    }

    private List<Object> names(String path) {
        return array(server.get(path)).stream()
                .<Object>map(one -> String.valueOf(objectOf(one).get("name")))
                .toList();
    }
}
