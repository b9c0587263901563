package io.drover.restapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.ExecutionRequest;
import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Role;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Check S21: {@code show_secrets} shows them to administrators alone, in whoever's executions; to have asked for one gives no right. */
class ShowSecretsTest {
    private static final String PARAMETER = "s3cr3t-parameter";
    private static final String RESULT = "in clear";
    private static final String MASK = "********";

    private final Server server = new Server();

    /** What is shown to who asks with {@code show_secrets=true}. */
    private enum Shown {
        CLEAR,
        MASKED,
        REFUSED
    }

    @BeforeEach
    void people() {
        may("runs_secret", "action:core:secret");
        may("runs_noop", "action:core:noop");
        for (String role : List.of(
                "viewer",
                "observer",
                "operator",
                "author",
                "admin",
                "system_admin",
                "runs_secret",
                "runs_noop",
                "no_such_role")) {
            server.engine.access.has("a-" + role, role);
        }
    }

    private void may(String role, String action) {
        server.engine.access.makes(new Role(role, null, List.of(new Grant(action, Set.of(Permission.ACTION_EXECUTE)))));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        // whose token, one execution, the list, changes
        "a-viewer, MASKED, MASKED, REFUSED",
        "a-observer, MASKED, MASKED, REFUSED",
        "a-operator, MASKED, MASKED, MASKED",
        "a-author, MASKED, MASKED, MASKED",
        "a-admin, CLEAR, CLEAR, CLEAR",
        "a-system_admin, CLEAR, CLEAR, CLEAR",
        "a-runs_secret, MASKED, REFUSED, MASKED",
        "a-runs_noop, REFUSED, REFUSED, REFUSED",
        "a-no_such_role, REFUSED, REFUSED, REFUSED",
        // an action that runs on behalf of an administrator
        "action, MASKED, MASKED, MASKED"
    })
    void s21ShowsSecretsOfOnesOwnAndOthersExecutionsToAdministratorsAlone(
            String token, Shown one, Shown list, Shown changes) {
        for (String owner : List.of(token, "somebody-else")) {
            String id = execution(owner, Map.of()).id();
            Execution child = execution(owner, Map.of("parent", Map.of("execution_id", id)));

            assertThat(child.cause().parent()).isEqualTo(id);
            for (String part : List.of("", "/result", "/attribute/result", "/children")) {
                see(one, token, "GET", "/v1/executions/" + id + part, "");
            }
            see(list, token, "GET", "/v1/executions", "");
            see(changes, token, "POST", "/v1/executions/" + id + "/re_run", "{}");
            see(changes, token, "PUT", "/v1/executions/" + open(owner), "{\"status\": \"canceled\"}");
            see(changes, token, "DELETE", "/v1/executions/" + open(owner), "");
        }
    }

    private void see(Shown expected, String token, String method, String path, String body) {
        HttpResponse<String> answer =
                server.send(method, path + "?show_secrets=true", BodyPublishers.ofString(body), "X-Auth-Token", token);
        String what = token + " " + method + " " + path;

        switch (expected) {
            case CLEAR -> {
                assertThat(answer.statusCode()).as(what).isBetween(200, 201);
                assertThat(answer.body())
                        .as(what)
                        .containsAnyOf(PARAMETER, RESULT)
                        .doesNotContain(MASK);
            }
            case MASKED -> {
                assertThat(answer.statusCode()).as(what).isBetween(200, 201);
                assertThat(answer.body()).as(what).contains(MASK).doesNotContain(PARAMETER, RESULT);
            }
            case REFUSED -> {
                assertThat(answer.statusCode()).as(what).isEqualTo(403);
                assertThat(answer.body()).as(what).doesNotContain(PARAMETER, RESULT);
            }
        }
    }

    /** {@return an execution that somebody has asked for and that has ended} */
    private Execution execution(String owner, Map<String, Object> context) {
        String id = requested(owner, context);
        server.engine.executions.complete(id, ActionResult.succeeded(Map.of("token", MASK)));
        return server.engine.executions.find(id).orElseThrow();
    }

    private String open(String owner) {
        return requested(owner, Map.of());
    }

    private String requested(String owner, Map<String, Object> context) {
        ExecutionRequest request =
                new ExecutionRequest("core.secret", Map.of("pw", PARAMETER, "n", 1L), context, null, Duration.ZERO);
        return server.engine
                .executions
                .request(request, new Principal(owner, Set.of(), "none"))
                .toCompletableFuture()
                .join()
                .id();
    }
}
