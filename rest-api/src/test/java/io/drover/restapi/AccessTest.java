package io.drover.restapi;

import static io.drover.restapi.Server.TOKEN;
import static io.drover.restapi.Server.header;
import static io.drover.restapi.Server.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Role;
import io.drover.restapi.access.Addresses;
import io.drover.restapi.access.Proxy;
import io.drover.restapi.fake.FakeAccess;
import io.drover.restapi.http.Operation;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in and who may do what, through the doors. Each method names the security check that it stands for. */
class AccessTest {
    private static final List<String> ROLES = List.of("viewer", "operator", "author", "admin");

    private final Server server = new Server();

    @BeforeEach
    void people() {
        ROLES.forEach(role -> server.engine.access.has("a-" + role, role));
        server.engine.access.has("bob", "local_runner");
        server.engine.access.knows("ann", "correct horse");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> as(String user, String method, String path, String body) {
        return server.send(method, path, BodyPublishers.ofString(body), "X-Auth-Token", user);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> login(String path, String body, String... headers) {
        return server.send("POST", path, BodyPublishers.ofString(body), headers);
    }

    static List<Operation> operations() {
        return OperationsTest.all();
    }

    private static String path(Operation operation) {
        return "/v1" + operation.path().replaceAll("\\{[^}]*}", "some.thing");
    }

    private static boolean isPublic(Operation operation) {
        return operation.permission() == Permission.PUBLIC;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void s19LetsNobodyInWithoutAProofButOnThePublicList(Operation operation) {
        if (isPublic(operation)) {
            return;
        }
        String path = path(operation);
        String fresh = "/v1" + operation.path().replaceAll("\\{[^}]*}", "x");

        assertThat(Stream.of(
                                server.send(operation.method(), path, BodyPublishers.noBody()),
                                server.send(operation.method(), path + "/", BodyPublishers.noBody()),
                                server.send(operation.method(), path, BodyPublishers.noBody(), "X-Auth-Token", ""),
                                server.send(operation.method(), path, BodyPublishers.noBody(), "X-Auth-Token", "no"),
                                server.send(operation.method(), path, BodyPublishers.noBody(), "St2-Api-Key", "no"),
                                server.send(operation.method(), fresh + "?x-auth-token=no", BodyPublishers.noBody()),
                                server.send(
                                        operation.method(), fresh, BodyPublishers.noBody(), "Cookie", "auth-token=no"))
                        .map(HttpResponse::statusCode))
                .allMatch(status -> status == 401 || status == 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/actions/healthz",
                "/v1/actions;/healthz",
                "//v1/actions",
                "/v1//actions",
                "/V1/ACTIONS",
                "/v1/actions.",
                "/v1/actions%2f",
                "/v1/rbac/roles/setup",
                "/auth/v1/actions",
                "/v1/tokens/../actions"
            })
    void s19LetsNobodyInByAPathThatLooksPublic(String path) throws Exception {
        String answer = RawClient.exchange(
                server.api.url(), "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 (401|404|400|405) .*");
    }

    /** Every operation by every role: refused with 403 exactly where rights.txt does not name the role. */
    @ParameterizedTest
    @MethodSource("operations")
    void s20RefusesEveryRoleWhatTheReviewedTableDoesNotGiveIt(Operation operation) {
        if (!operation.permission().isGranted()) {
            return;
        }
        String body = operation.method().equals("GET") || operation.method().equals("DELETE") ? "" : "{}";
        for (String role : ROLES) {
            boolean allowed = server.engine
                    .access
                    .roster()
                    .may(
                            server.engine
                                    .entryPoints()
                                    .logins()
                                    .authenticate("a-" + role)
                                    .orElseThrow(),
                            operation.permission(),
                            null);
            if (allowed && operation.path().contains("stream")) {
                continue;
            }
            HttpResponse<String> answer = as("a-" + role, operation.method(), path(operation), body);

            boolean own = operation.path().equals("/apikeys");
            if (!allowed && !own) {
                assertThat(answer.statusCode()).as(role + " " + operation).isEqualTo(403);
                assertThat(answer.body()).contains(operation.permission().word());
            } else {
                assertThat(answer.statusCode()).as(role + " " + operation).isNotIn(401, 403);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/actions/core.local, 200",
        "GET, /v1/actions/core.noop, 403",
        "GET, /v1/actions, 403",
        "GET, /v1/packs, 200",
        "GET, /v1/packs/core, 403",
        "GET, /v1/executions, 403",
        "GET, /v1/apikeys, 403",
        "GET, /v1/keys?scope=user, 200",
        "GET, /v1/keys, 403",
        "GET, /v1/keys?scope=all, 403",
        "GET, /v1/user, 200"
    })
    void s20GivesAnOwnRoleWhatItGrantsAndNoMore(String method, String path, int status) {
        assertThat(as("bob", method, path, "").statusCode()).isEqualTo(status);
    }

    @Test
    void s20GivesRightsOnExecutionsToWhoMayRunTheirAction() {
        String mine = String.valueOf(object(as(
                        "bob",
                        "POST",
                        "/v1/executions",
                        "{\"action\": \"core.local\", \"parameters\": {\"cmd\": \"date\"}}"))
                .get("id"));
        String others = String.valueOf(object(server.post("/v1/executions", "{\"action\": \"core.noop\"}"))
                .get("id"));
        HttpResponse<String> denied = as("bob", "POST", "/v1/executions", "{\"action\": \"core.noop\"}");

        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("action_execute").contains("action:core:noop");
        assertThat(as("bob", "GET", "/v1/executions/" + mine, "").statusCode()).isEqualTo(200);
        assertThat(as("bob", "GET", "/v1/executions/" + mine + "/output", "").statusCode())
                .isEqualTo(200);
        for (String path : List.of("", "/output", "/result", "/children", "/attribute/status")) {
            assertThat(as("bob", "GET", "/v1/executions/" + others + path, "").statusCode())
                    .isEqualTo(403);
        }
        assertThat(as("bob", "DELETE", "/v1/executions/" + others, "").statusCode())
                .isEqualTo(403);
        assertThat(as("bob", "POST", "/v1/executions/" + others + "/re_run", "{}")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void s21KeepsWhatIsSomebodysOwnFromOthers() {
        assertThat(as("a-author", "PUT", "/v1/keys/mine?scope=user", "{\"value\": \"1\"}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(as("bob", "PUT", "/v1/keys/own", "{\"value\": \"1\", \"scope\": \"user\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(as("bob", "PUT", "/v1/keys/own", "{\"value\": \"1\"}").statusCode())
                .isEqualTo(403);
        assertThat(as("bob", "GET", "/v1/keys/mine?scope=user&user=a-author", "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(as("a-operator", "GET", "/v1/keys/mine?scope=user&user=a-author", "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(as("a-viewer", "GET", "/v1/keys?decrypt=true", "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void s21LetsNobodyBeSomebodyElse() {
        assertThat(as("a-author", "POST", "/v1/executions", "{\"action\": \"core.noop\", \"user\": \"admin\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(as("a-author", "POST", "/v1/apikeys", "{\"user\": \"admin\"}")
                        .statusCode())
                .isEqualTo(403);
        String own = String.valueOf(
                object(as("a-viewer", "POST", "/v1/apikeys", "{}")).get("id"));
        assertThat(as("a-viewer", "PUT", "/v1/apikeys/" + own, "{\"user\": \"admin\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(as("bob", "GET", "/v1/apikeys/" + own, "").statusCode()).isEqualTo(403);
        assertThat(as("bob", "DELETE", "/v1/apikeys/" + own, "").statusCode()).isEqualTo(403);
        assertThat(as("a-viewer", "DELETE", "/v1/apikeys/" + own, "").statusCode())
                .isEqualTo(204);
        assertThat(as("bob", "PUT", "/v1/users/ann/password", "{\"password\": \"another horse\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void s23RefusesARuleOfWhoMayNotMakeIt() {
        HttpResponse<String> answer = as(
                "a-operator",
                "POST",
                "/v1/rules",
                "{\"name\": \"x\", \"pack\": \"default\", \"trigger\": {\"type\": \"plant.alert\"}, \"action\":"
                        + " {\"ref\": \"core.noop\"}}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("rule_create").contains("rule:default:x");
    }

    @Test
    void s27GivesTokensByBasicAuthenticationAndEndsThem() {
        HttpResponse<String> issued = login("/tokens", "{}", "Authorization", basic("ann", "correct horse"));

        assertThat(issued.statusCode()).isEqualTo(201);
        assertThat(header(issued, "X-API-URL")).startsWith("http://");
        String token = String.valueOf(object(issued).get("token"));
        assertThat(object(as(token, "GET", "/v1/user", "")).get("username")).isEqualTo("ann");
        assertThat(as(token, "GET", "/v1/user", "").body())
                .contains("\"token_expire\":\"" + object(issued).get("expiry") + "\"");
        assertThat(as(token, "POST", "/auth/v1/tokens/validate", "{\"token\": \"" + token + "\"}")
                        .body())
                .isEqualTo("{\"valid\":true}");
        assertThat(as(token, "DELETE", "/v1/tokens", "").statusCode()).isEqualTo(204);
        assertThat(as(token, "GET", "/v1/user", "").statusCode()).isEqualTo(401);
    }

    @Test
    void tellsOfATokenWithoutATimeThatItHasNone() {
        assertThat(as("observer", "GET", "/v1/user", "").body())
                .contains("{\"method\":\"authentication token\",\"location\":\"header\",\"token_expire\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tokens", "/v1/tokens", "/auth/v1/tokens", "/auth/tokens", "/api/v1/tokens/"})
    void s28RefusesWrongCredentialsAtEveryDoor(String path) {
        assertThat(login(path, "{}").statusCode()).isEqualTo(401);
        assertThat(login(path, "{}", "Authorization", "Bearer x").statusCode()).isEqualTo(401);
        assertThat(login(path, "{}", "Authorization", "Basic !!!").statusCode()).isEqualTo(401);
        assertThat(login(path, "{}", "Authorization", basic("ann", "wrong")).statusCode())
                .isEqualTo(401);
        assertThat(login(path, "{\"user\": \"admin\"}", "Authorization", basic("ann", "correct horse"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void s28TellsTheEngineFromWhereAPresentPasswordWasSaid() {
        server.engine.access.has("ann", "viewer");
        String wrong = "{\"old_password\": \"guess\", \"password\": \"another horse\"}";
        String right = "{\"old_password\": \"correct horse\", \"password\": \"another horse\"}";

        assertThat(as("ann", "PUT", "/v1/users/ann/password", wrong).statusCode())
                .isEqualTo(403);
        assertThat(as("ann", "PUT", "/v1/users/ann/password", right).statusCode())
                .isEqualTo(200);
        assertThat(server.engine.access.presentFrom).containsExactly("127.0.0.1", "127.0.0.1");
    }

    @Test
    void s30ChangesNothingForAPageOfAnotherSite() {
        String body = "{\"action\": \"core.noop\"}";
        String cookie = "auth-token=" + TOKEN;
        String own = server.api.url().toString();

        assertThat(login("/v1/executions", body, "Cookie", cookie).statusCode()).isEqualTo(403);
        assertThat(login("/v1/executions", body, "Cookie", cookie, "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(login("/v1/executions", body, "Cookie", cookie, "Origin", own, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(login("/v1/executions", body, "Cookie", cookie, "Origin", own)
                        .statusCode())
                .isEqualTo(201);
        assertThat(login("/v1/executions", body, "X-Auth-Token", TOKEN, "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "http://evil.example",
                "http://sub.good.example",
                "http://good.example.evil",
                "https://good.example",
                "http://good.example:81"
            })
    void s31LetsOnlyTheExactOriginsReadAnswers(String origin) {
        HttpResponse<String> answer = server.get("/v1/user", "Origin", origin);

        assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
        assertThat(header(answer, "Access-Control-Allow-Credentials")).isEmpty();
        assertThat(header(server.get("/v1/user", "Origin", "http://good.example"), "Access-Control-Allow-Origin"))
                .isEqualTo("http://good.example");
    }

    @Test
    void s32SendsTheSecurityHeadersWithEveryAnswer() {
        for (HttpResponse<String> answer :
                List.of(server.get("/v1/user"), server.get("/nothing"), server.get("/setup?code=x"))) {
            assertThat(header(answer, "X-XSS-Protection")).isEqualTo("0");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
            assertThat(header(answer, "Content-Security-Policy")).contains("default-src 'none'");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void s33SetsTheAdministratorsPasswordOnceByTheLink() {
        assertThat(server.send("GET", "/setup?code=wrong", BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> page = server.send("GET", "/setup?code=" + FakeAccess.CODE, BodyPublishers.noBody());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<form").contains(FakeAccess.CODE).doesNotContain("<script");

        String form = "code=" + FakeAccess.CODE + "&password=correct+horse";
        String type = "application/x-www-form-urlencoded";
        assertThat(login("/setup", form, "Content-Type", type).statusCode()).isEqualTo(200);
        assertThat(login("/setup", form, "Content-Type", type).statusCode()).isEqualTo(403);
        assertThat(login("/tokens", "{}", "Authorization", basic("admin", "correct horse"))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void s40TakesWebhooksOfThoseAloneWhoMaySendToThem() {
        String viewers = String.valueOf(
                object(as("a-viewer", "POST", "/v1/apikeys", "{}")).get("key"));
        String operators = String.valueOf(
                object(as("a-operator", "POST", "/v1/apikeys", "{}")).get("key"));
        String body = "{\"trigger\": \"plant.alert\", \"payload\": {}}";

        assertThat(login("/v1/webhooks/st2", body).statusCode()).isEqualTo(401);
        assertThat(login("/v1/webhooks/st2", body, "St2-Api-Key", "other").statusCode())
                .isEqualTo(401);
        HttpResponse<String> denied = login("/v1/webhooks/st2", body, "St2-Api-Key", viewers);
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("webhook_send").contains("webhook:st2");
        assertThat(login("/v1/webhooks/st2", body, "St2-Api-Key", operators).statusCode())
                .isNotIn(401, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-viewer", "a-operator", "a-author", "bob"})
    void s42LetsNoneButWhoMayDeployCodeBringItIn(String user) {
        HttpResponse<String> answer = as(user, "POST", "/v1/packs/register", "{}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("pack_register");
        assertThat(server.post("/v1/packs/register", "{}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-viewer", "a-operator", "a-author"})
    void s42LetsNoneButWhoMayDeployCodeHaveARuleInDrlCompiled(String user) {
        String drl = "{\"file\": \"x.drl\", \"content\": \"rule x when then end\"}";
        String table = "{\"file\": \"x.xlsx\", \"content\": \"UEs=\"}";

        HttpResponse<String> program = as(user, "POST", "/v1/rules/check", drl);
        HttpResponse<String> yaml = as(user, "POST", "/v1/rules/check", "{\"content\": \"trigger: x\"}");

        assertThat(program.statusCode()).isEqualTo(403);
        assertThat(program.body()).contains("code_deploy");
        assertThat(as(user, "POST", "/v1/rules/check", table).statusCode()).isEqualTo(403);
        assertThat(yaml.statusCode()).isEqualTo(200);
        assertThat(server.post("/v1/rules/check", drl).statusCode()).isEqualTo(200);
        assertThat(server.post("/v1/rules/check", table).statusCode()).isEqualTo(200);
    }

    @Test
    void s42TakesTemplatesIntoAConfigurationFromWhoMayDeployCodeAlone() {
        server.engine.access.makes(
                new Role("configurer", null, List.of(new Grant(null, Set.of(Permission.PACK_CONFIG)))));
        server.engine.access.has("carl", "configurer");
        String plain = "{\"site\": \"south\"}";
        String template = "{\"sites\": [{\"token\": \"{{ st2kv.system.token | decrypt_kv }}\"}]}";

        HttpResponse<String> refused = as("carl", "PUT", "/v1/configs/ops", template);

        assertThat(as("carl", "PUT", "/v1/configs/ops", plain).statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("code_deploy").contains("pack:ops");
        assertThat(as("a-admin", "PUT", "/v1/configs/ops", template).statusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsTheEngineOfProofsThatAreWorthNothingAndOfNoOthers() {
        server.send("GET", "/v1/actions", BodyPublishers.noBody(), "X-Auth-Token", "no");
        server.send("GET", "/v1/actions", BodyPublishers.noBody(), "St2-Api-Key", "no");
        server.send("GET", "/v1/actions", BodyPublishers.noBody());
        server.get("/v1/actions");

        assertThat(server.engine.access.turnedAway).containsExactly("127.0.0.1", "127.0.0.1");
    }

    @Test
    void believesOnlyTheTrustedProxyWhoSomebodyIs() {
        Proxy trusted = new Proxy(List.of("127.0.0.0/8"), "Remote-User", "Remote-Groups");
        Proxy elsewhere = new Proxy(List.of("10.0.0.1"), "Remote-User", "Remote-Groups");

        assertThat(vouched(trusted, "Remote-User", "pat", "Remote-Groups", "operator")
                        .statusCode())
                .isEqualTo(201);
        assertThat(vouched(trusted, "Authorization", basic("ann", "correct horse"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(vouched(elsewhere, "Remote-User", "admin").statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> vouched(Proxy proxy, String... headers) {
        HttpSettings settings = new HttpSettings(
                "127.0.0.1",
                0,
                null,
                null,
                true,
                () -> TOKEN,
                proxy,
                List.of(),
                null,
                "1",
                HttpSettings.Limits.DEFAULT);
        try (Server behind = new Server(settings, true)) {
            behind.engine.access.knows("ann", "correct horse");
            return behind.send("POST", "/tokens", BodyPublishers.ofString("{}"), headers);
        }
    }

    @Test
    void knowsNetworksByTheirBits() {
        assertThat(Addresses.isAmong("10.1.2.3", List.of("10.0.0.0/8"))).isTrue();
        assertThat(Addresses.isAmong("11.1.2.3", List.of("10.0.0.0/8"))).isFalse();
        assertThat(Addresses.isAmong("::1", List.of("127.0.0.1", "::1"))).isTrue();
        assertThat(Addresses.isAmong("localhost", List.of("127.0.0.1"))).isFalse();
        assertThat(Addresses.isNetwork("10.0.0.0/33")).isFalse();
    }

    @Test
    void givesOthersThanAdministratorsAtMostAHundredAtOnce() {
        assertThat(as("a-viewer", "GET", "/v1/executions?limit=101", "").statusCode())
                .isEqualTo(403);
        assertThat(as("a-viewer", "GET", "/v1/executions?limit=-1", "").statusCode())
                .isEqualTo(403);
        assertThat(as("a-viewer", "GET", "/v1/actions", "").statusCode()).isEqualTo(200);
        assertThat(server.get("/v1/executions?limit=101").statusCode()).isEqualTo(200);
    }

    @Test
    void makesRolesAndGivesThem() {
        String role = """
                {"name": "watcher", "permission_grants": [{"permission_types": ["action_list"]},
                {"resource_uid": "pack:core", "permission_types": ["action_view"]}]}""";

        assertThat(server.post("/v1/rbac/roles", role).statusCode()).isEqualTo(201);
        assertThat(server.post("/v1/rbac/role_assignments", "{\"user\": \"bob\", \"role\": \"watcher\"}")
                        .statusCode())
                .isEqualTo(201);

        assertThat(as("bob", "GET", "/v1/actions", "").statusCode()).isEqualTo(200);
        assertThat(as("bob", "GET", "/v1/actions/core.noop", "").statusCode()).isEqualTo(200);
        assertThat(as("bob", "GET", "/v1/actions/other.noop", "").statusCode()).isEqualTo(403);
        HttpResponse<String> wrong = server.post(
                "/v1/rbac/roles",
                "{\"name\": \"y\", \"permission_grants\": [{\"permission_types\": [\"action_lisst\"]}]}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("action_lisst").contains("action_list");
        assertThat(server.get("/v1/rbac/permission_types/rule").body()).contains("rule_create");
        assertThat(server.get("/v1/rbac/permission_types/rul").statusCode()).isEqualTo(404);
    }
}
