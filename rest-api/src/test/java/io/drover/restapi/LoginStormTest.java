package io.drover.restapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Check S29: while 100 passwords are being checked, everything else is answered. How few are checked at once is the engine's
 * part, and tested there.
 */
class LoginStormTest {
    private static final int LOGINS = 100;
    private static final String ANN =
            "Basic " + Base64.getEncoder().encodeToString("ann:correct horse".getBytes(StandardCharsets.UTF_8));

    private final Server server = new Server();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void people() {
        server.engine.access.knows("ann", "correct horse");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void s29AnswersEverythingElseWhileAHundredPasswordsAreChecked() {
        CompletableFuture<Void> checked = new CompletableFuture<>();
        server.engine.access.checkWith(checked);

        List<CompletableFuture<HttpResponse<String>>> logins = storm();
        for (int i = 0; i < 20; i++) {
            assertThat(server.get("/v1/actions").statusCode()).isEqualTo(200);
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(server.post("/v1/webhooks/gold", "{}").statusCode()).isEqualTo(202);
        }

        assertThat(logins).noneMatch(CompletableFuture::isDone);
        checked.complete(null);
        assertThat(logins.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .containsOnly(201);
    }

    @Test
    void s29TellsThoseBeyondTheBoundToComeAgain() {
        server.engine.access.checkWith(
                CompletableFuture.failedFuture(DroverException.of(ErrorCode.TOO_MANY, "32 passwords wait already")));

        List<HttpResponse<String>> answers =
                storm().stream().map(CompletableFuture::join).toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(Server.header(answer, "Retry-After")).isNotEmpty();
        });
    }

    private List<CompletableFuture<HttpResponse<String>>> storm() {
        HttpRequest login = HttpRequest.newBuilder(URI.create(server.api.url() + "/v1/tokens"))
                .header("Authorization", ANN)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return IntStream.range(0, LOGINS)
                .mapToObj(i -> client.sendAsync(login, BodyHandlers.ofString()))
                .toList();
    }
}
