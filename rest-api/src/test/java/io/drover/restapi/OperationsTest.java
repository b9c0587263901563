package io.drover.restapi;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.restapi.fake.FakeEngine;
import io.drover.restapi.http.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsTest {

    /** Whoever adds an operation or changes a permission changes operations.txt too, where a reviewer sees it. */
    @Test
    void areThoseThatWereReviewed() throws IOException {
        List<String> table =
                Operations.of(FakeEngine.settings(0, "token"), new FakeEngine().entryPoints(), () -> "http://localhost")
                        .stream()
                        .map(Operation::toString)
                        .toList();

        assertThat(table).containsExactlyElementsOf(reviewed());
    }

    private static List<String> reviewed() throws IOException {
        try (InputStream in = requireNonNull(OperationsTest.class.getResourceAsStream("/operations.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
