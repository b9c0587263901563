package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    private final RecordedApi api = new RecordedApi();

    @TempDir
    Path data = Path.of("");

    @BeforeEach
    void answer() {
        api.gives("GET", "/v1/user", "351-rbac-user-admin").gives("GET", "/api/v1/user", "351-rbac-user-admin");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Map<String, String> headersOf(Map<String, String> env, String... args) {
        Outcome outcome = Outcome.of(env, "", args);
        assertThat(outcome.err()).isEmpty();
        return api.last("GET").headers();
    }

    @Test
    void sendsTheTokenOfTheOptionBeforeThatOfAnyVariable() {
        Map<String, String> env = Map.of("DROVER_URL", api.url(), "DROVER_TOKEN", "theirs", "ST2_API_KEY", "key");

        assertThat(headersOf(env, "whoami", "--token", "mine")).containsEntry("X-Auth-Token", "mine");
        assertThat(headersOf(env, "--api-key=mine", "whoami"))
                .containsEntry("St2-Api-Key", "mine")
                .doesNotContainKey("X-Auth-Token");
        assertThat(headersOf(env, "whoami"))
                .containsEntry("X-Auth-Token", "theirs")
                .doesNotContainKey("St2-Api-Key");
    }

    @Test
    void understandsTheVariablesOfSt2() {
        assertThat(headersOf(Map.of("ST2_API_URL", api.url() + "/v1", "ST2_AUTH_TOKEN", "t"), "whoami"))
                .containsEntry("X-Auth-Token", "t");
        assertThat(headersOf(Map.of("ST2_API_URL", api.url() + "/api/v1/", "ST2_API_KEY", "k"), "whoami"))
                .containsEntry("St2-Api-Key", "k");
        assertThat(api.last("GET")).hasToString("GET /api/v1/user");
    }

    @Test
    void usesTheTokenThatTheDaemonOnThisMachineLeft() throws IOException {
        writeRunFiles(api.url());

        assertThat(headersOf(Map.of("DROVER_DATA_DIR", data.toString()), "whoami"))
                .containsEntry("X-Auth-Token", "left");
    }

    @Test
    void findsTheDaemonInTheDataFolderOfItsHome() throws IOException {
        Path home = data.resolve("home");
        Files.createDirectories(home);
        Path elsewhere = data;
        data = home.resolve("data");
        writeRunFiles(api.url());
        data = elsewhere;

        assertThat(headersOf(Map.of("DROVER_HOME", home.toString()), "whoami")).containsEntry("X-Auth-Token", "left");
    }

    @Test
    void neverSendsTheLocalTokenToAnotherAddress() throws IOException {
        writeRunFiles("http://127.0.0.1:1");

        assertThat(headersOf(Map.of("DROVER_DATA_DIR", data.toString()), "whoami", "--url", api.url()))
                .doesNotContainKey("X-Auth-Token");
    }

    @Test
    void saysHowToAuthenticate() {
        api.gives("GET", "/v1/actions", "333-auth-api-no-token");
        Map<String, String> env = new HashMap<>(Map.of("DROVER_URL", api.url()));

        Outcome outcome = Outcome.of(env, "", "action", "list", "-p", "core");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        4,
                        "",
                        "ERROR: GET " + api.url() + "/v1/actions?pack=core&include_attributes=ref%2Cpack%2Cdescription"
                                + " was answered 401: Unauthorized - One of Token or API key required. Give --token or"
                                + " --api-key, or set DROVER_TOKEN or DROVER_API_KEY.\n"));
    }

    private void writeRunFiles(String url) throws IOException {
        Path run = Files.createDirectories(data.resolve("run"));
        Files.writeString(run.resolve("http.json"), "{\"url\": \"" + url + "\", \"pid\": 1, \"version\": \"0.1.0\"}");
        Files.writeString(run.resolve("admin-token"), "left\n");
    }
}
