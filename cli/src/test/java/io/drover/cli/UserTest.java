package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserTest {
    private static final String TOKEN = """
            {"id": "1", "user": "ann", "token": "t0ken", "expiry": "2026-11-23T17:03:46.047766Z", "metadata": {}}
            """;
    private static final String ANN = """
            {"id": "2", "name": "ann", "enabled": true, "origin": "local", "roles": ["viewer"],
             "created_at": "2026-11-23T17:03:46.047766Z"}
            """;

    private final RecordedApi api = new RecordedApi();

    @TempDir
    Path home = Path.of("");

    @AfterEach
    void close() {
        api.close();
    }

    private Outcome run(String input, String... args) {
        return Outcome.of(Map.of("DROVER_URL", api.url(), "HOME", home.toString()), input, args);
    }

    @Test
    void asksAsWhoLoggedInUntilTheyLogOut() throws IOException {
        api.gives("POST", "/v1/tokens", 201, TOKEN)
                .gives("GET", "/v1/user", "351-rbac-user-admin")
                .gives("DELETE", "/v1/tokens", 204, "");

        Outcome login = run("s3cret\n", "login", "ann", "--ttl", "60");

        assertThat(login.out()).startsWith("Logged in as ann until ");
        assertThat(api.last("POST").headers()).containsEntry("Authorization", "Basic YW5uOnMzY3JldA==");
        assertThat(api.last("POST").json().text("ttl")).isEqualTo("60");
        assertThat(Files.getPosixFilePermissions(home.resolve(".drover/tokens.json")))
                .hasSize(2);

        run("", "whoami");
        assertThat(api.last("GET").headers()).containsEntry("X-Auth-Token", "t0ken");

        assertThat(run("", "logout").out()).isEqualTo("Logged out.\n");
        assertThat(api.last("DELETE").headers()).containsEntry("X-Auth-Token", "t0ken");
        run("", "whoami");
        assertThat(api.last("GET").headers()).doesNotContainKey("X-Auth-Token");
        assertThat(run("", "logout").out()).startsWith("Nobody is logged in");
    }

    @Test
    void printsAToken() {
        api.gives("POST", "/v1/tokens", 201, TOKEN);

        assertThat(run("", "auth", "ann", "-p", "s3cret", "--only-token").out()).isEqualTo("t0ken\n");
        assertThat(Files.exists(home.resolve(".drover"))).isFalse();
    }

    @Test
    void makesAUserWithRoles() {
        api.gives("POST", "/v1/users", 201, ANN)
                .gives("POST", "/v1/rbac/role_assignments", 201, "{\"id\": \"3\"}")
                .gives("GET", "/v1/users/ann", 200, ANN);

        Outcome outcome = run("s3cret-s3cret\n", "user", "create", "ann", "--role", "viewer");

        assertThat(outcome.out()).contains("| name       | ann");
        assertThat(api.asked())
                .anySatisfy(asked -> assertThat(asked.json().values())
                        .isEqualTo(Map.of("name", "ann", "password", "s3cret-s3cret")));
        assertThat(api.last("POST").json().values()).isEqualTo(Map.of("user", "ann", "role", "viewer"));
    }

    @Test
    void changesAPassword() {
        api.gives("PUT", "/v1/users/ann/password", 200, ANN);

        Outcome outcome = run("", "user", "password", "ann", "-p", "n3w-n3w-n3w", "--old-password", "0ld");

        assertThat(outcome.exitCode()).isZero();
        assertThat(api.last("PUT").json().values()).isEqualTo(Map.of("old_password", "0ld", "password", "n3w-n3w-n3w"));
    }

    @Test
    void switchesAnApiKeyOff() {
        api.gives("GET", "/v1/apikeys/7", 200, "{\"id\": \"7\", \"user\": \"ann\", \"enabled\": true}")
                .gives("PUT", "/v1/apikeys/7", 200, "{\"id\": \"7\", \"user\": \"ann\", \"enabled\": false}");

        assertThat(run("", "apikey", "disable", "7").exitCode()).isZero();
        assertThat(api.last("PUT").json().values()).containsEntry("enabled", false);
    }
}
