package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How people get into the packaged daemon: by the link of the first start, by a file of passwords, with roles of files. */
class AccessIT {
    private static final String PASSWORD = "correct horse";

    @Test
    void s33TheLinkOfTheFirstStartSetsThePasswordOfTheAdministratorOnce() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("first-start").start()) {
            Path file = daemon.data().resolve("run/first-start");
            Await.until("the link is there", () -> Files.exists(file));
            URI link = URI.create(content(file).strip());
            String path = link.getPath() + "?" + link.getQuery();
            String body = "{\"code\": \"" + link.getQuery().replaceFirst("code=", "") + "\", \"password\": \""
                    + PASSWORD + "\"}";

            HttpResponse<String> page = daemon.ask("GET", path, null, Map.of());
            HttpResponse<String> set = daemon.ask("POST", "/setup", body, Map.of());
            HttpResponse<String> again = daemon.ask("POST", "/setup", body, Map.of());

            assertThat(rights(file)).isEqualTo("rw-------");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(set.statusCode()).isEqualTo(200);
            assertThat(again.statusCode()).isIn(401, 403);
            assertThat(daemon.ask("GET", path, null, Map.of()).statusCode()).isEqualTo(403);
            assertThat(userOf(daemon, daemon.login("admin", PASSWORD))
                            .path("rbac")
                            .path("is_admin")
                            .asBoolean())
                    .isTrue();

            assertThat(daemon.terminate()).isZero();
            daemon.start();
            assertThat(daemon.tryLogin("admin", PASSWORD).statusCode()).isEqualTo(201);
            assertThat(file).as("somebody has a password now").doesNotExist();
        }
    }

    @Test
    void s33AFreshInstallationListensForThisMachineAlone() throws IOException {
        assumeTrue(OpenPorts.areTold(), "this machine does not tell of open ports");
        try (PackagedDaemon daemon = PackagedDaemon.fresh("ports")
                        .with("DROVER_HTTP_AUTH_PORT", "0")
                        .with("DROVER_HTTP_STREAM_PORT", "0")
                        .start();
                ServerSocket everywhere = new ServerSocket(0)) {
            List<InetSocketAddress> own = OpenPorts.of(ProcessHandle.current());
            assertThat(own)
                    .as("what listens everywhere is seen")
                    .anyMatch(open -> open.getPort() == everywhere.getLocalPort()
                            && open.getAddress().isAnyLocalAddress());

            List<InetSocketAddress> open = OpenPorts.of(daemon.process().toHandle());

            assertThat(open).as("the three doors").hasSize(3);
            assertThat(open)
                    .extracting(InetSocketAddress::getPort)
                    .contains(daemon.url().getPort());
            assertThat(open).allMatch(each -> each.getAddress().isLoopbackAddress());
        }
    }

    @Test
    void usersOfAFileOfPasswordsHaveTheRolesOfTheRoleFolderAndAChangeOfItCounts() throws IOException {
        Path folder = Installation.newFolder("people");
        Path passwords = Files.writeString(
                folder.resolve("htpasswd"), "carl:$2y$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        Path roles = folder.resolve("rbac");
        write(roles.resolve("roles/runner.yaml"), """
                name: runner
                description: May run one action.
                permission_grants:
                  - resource_uid: action:core:noop
                    permission_types: [action_execute]
                """);
        Path assignment = write(roles.resolve("assignments/carl.yaml"), "username: carl\nroles: [runner]\n");
        try (PackagedDaemon daemon = PackagedDaemon.fresh("role-folder")
                .with("DROVER_AUTH_PASSWORD_FILE", passwords.toString())
                .with("DROVER_ROLES_DIR", roles.toString())
                .start()) {
            String token = daemon.login("carl", "abc");

            assertThat(daemon.tryLogin("carl", "abd").statusCode()).isEqualTo(401);
            assertThat(runs(daemon, token, "core.noop")).isEqualTo(201);
            assertThat(runs(daemon, token, "core.uuid")).isEqualTo(403);

            write(assignment, "username: carl\nroles: [operator]\n");
            Await.until("the other role counts", () -> runs(daemon, token, "core.uuid") == 201);

            Files.writeString(passwords, "");
            Await.until(
                    "carl is out",
                    () -> daemon.ask("GET", "/v1/user", null, Map.of("X-Auth-Token", token))
                                    .statusCode()
                            == 401);
        }
    }

    @Test
    void s41TheDaemonDoesNotStartWhereOthersCanReadTheFileOfPasswords() throws IOException {
        Path passwords = Files.writeString(Installation.newFolder("open").resolve("htpasswd"), "");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-r--r--"));
        try (PackagedDaemon daemon =
                PackagedDaemon.fresh("open-passwords").with("DROVER_AUTH_PASSWORD_FILE", passwords.toString())) {
            daemon.launch();

            assertThat(daemon.waitForEnd()).isEqualTo(78);
            assertThat(daemon.log()).contains("chmod 600 '" + passwords + "'");
        }
    }

    private static int runs(PackagedDaemon daemon, String token, String action) {
        return daemon.ask("POST", "/v1/executions", "{\"action\": \"" + action + "\"}", Map.of("X-Auth-Token", token))
                .statusCode();
    }

    private static JsonNode userOf(PackagedDaemon daemon, String token) {
        return PackagedDaemon.json(daemon.ask("GET", "/v1/user", null, Map.of("X-Auth-Token", token))
                .body());
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("Expected to read " + file, e);
        }
    }

    private static String rights(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError("Expected to see the rights of " + file, e);
        }
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
