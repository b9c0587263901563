package io.drover.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A chat that programs post to. */
class ChatServerTest {

    @Test
    void keepsWhatIsPosted() throws IOException, InterruptedException {
        try (ChatServer chat = ChatServer.start(Clock.systemUTC(), 0, Set.of("secret"), message -> {})) {
            int status = post(chat.hook("secret"), "{\"text\": \"disk full on db1\"}");

            assertThat(status).isEqualTo(200);
            assertThat(chat.awaitMessage(any -> true, Duration.ofSeconds(5)).text())
                    .isEqualTo("disk full on db1");
        }
    }

    @Test
    void refusesAnUnknownTokenAndBadJson() throws IOException, InterruptedException {
        try (ChatServer chat = ChatServer.start(Clock.systemUTC(), 0, Set.of("secret"), message -> {})) {
            assertThat(post(chat.hook("other"), "{\"text\": \"x\"}")).isEqualTo(404);
            assertThat(post(chat.hook("secret"), "{text")).isEqualTo(400);
            assertThat(chat.messages()).isEmpty();
        }
    }

    @Test
    void failsAsOftenAsItIsToldTo() throws IOException, InterruptedException {
        try (ChatServer chat = ChatServer.start(Clock.systemUTC(), 0, Set.of("secret"), message -> {})) {
            chat.failNext(1, 503);

            assertThat(post(chat.hook("secret"), "{\"text\": \"x\"}")).isEqualTo(503);
            assertThat(post(chat.hook("secret"), "{\"text\": \"x\"}")).isEqualTo(200);
        }
    }

    private static int post(URI uri, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
