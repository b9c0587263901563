package io.drover.restapi;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.access.Roster;
import io.drover.model.access.Principal;
import io.drover.restapi.fake.FakeEngine;
import io.drover.restapi.health.Traffic;
import io.drover.restapi.http.Operation;
import io.drover.restapi.stream.Streams;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of operations and that of rights, as a reviewer last saw them. */
class OperationsTest {
    private static final List<String> ROLES = List.of("viewer", "operator", "author", "admin");
    private static final Roster ROSTER = new Roster(Set.of());

    /** Whoever adds an operation or changes a permission changes operations.txt too, where a reviewer sees it. */
    @Test
    void areThoseThatWereReviewed() throws IOException {
        assertThat(all().stream().map(Operation::toString).toList())
                .containsExactlyElementsOf(reviewed("/operations.txt"));
    }

    /** S20: every operation stands in the table of rights, with the roles that may do it to everything. */
    @Test
    void areForTheRolesThatWereReviewed() throws IOException {
        assertThat(all().stream().map(OperationsTest::rights).toList())
                .containsExactlyElementsOf(reviewed("/rights.txt"));
    }

    private static String rights(Operation operation) {
        return operation.method() + " " + operation.path() + ": " + holders(operation);
    }

    private static String holders(Operation operation) {
        return switch (operation.permission()) {
            case PUBLIC -> "anyone";
            case AUTHENTICATED -> "whoever has proved who they are";
            default ->
                ROLES.stream()
                        .filter(role -> ROSTER.may(
                                new Principal("somebody", Set.of(role), "none"), operation.permission(), null))
                        .collect(Collectors.joining(" "));
        };
    }

    static List<Operation> all() {
        FakeEngine engine = new FakeEngine();
        Operations operations = new Operations(
                FakeEngine.settings(0, "t"), engine.entryPoints(), () -> "http://localhost", new Traffic());
        Vertx vertx = Vertx.vertx();
        try (Streams streams = operations.streams(Streams.Settings.USUAL)) {
            return operations.all(vertx, streams);
        } finally {
            vertx.close();
        }
    }

    private static List<String> reviewed(String file) throws IOException {
        try (InputStream in = requireNonNull(OperationsTest.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
