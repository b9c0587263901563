package io.drover.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Requests byte by byte. */
class RequestTest {
    private static final URI SERVER = URI.create("http://127.0.0.1:9101");

    @Test
    void aPostTellsTheLengthOfItsBodyInBytes() {
        String request = new String(Request.post(SERVER, "secret", "/v1/x", "{\"a\": \"ä\"}"), StandardCharsets.UTF_8);

        assertThat(request)
                .isEqualTo("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:9101\r\nX-Auth-Token: secret\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"a\": \"ä\"}");
    }

    @Test
    void aNumberTakesAllItsPlacesAlsoBehindLettersOfSeveralBytes() {
        Request.Numbered numbered =
                new Request.Numbered(SERVER, "secret", "/v1/x", "{\"ä\": \"{{id}}\", \"b\": \"{{id}}\"}", "run-");

        String first = new String(numbered.with(7), StandardCharsets.UTF_8);
        String second = new String(numbered.with(123_456_789_012L), StandardCharsets.UTF_8);

        assertThat(first).endsWith("\r\n\r\n{\"ä\": \"run-000000000007\", \"b\": \"run-000000000007\"}");
        assertThat(second).endsWith("\r\n\r\n{\"ä\": \"run-123456789012\", \"b\": \"run-123456789012\"}");
    }

    @Test
    void keysComeInTurn() {
        Request.Numbered numbered =
                new Request.Numbered(SERVER, "secret", "/v1/x", "{\"k\": \"{{key}}\", \"id\": \"{{id}}\"}", "ü-");

        String last = new String(numbered.with(499), StandardCharsets.UTF_8);
        String again = new String(numbered.with(500), StandardCharsets.UTF_8);

        assertThat(last).endsWith("\r\n\r\n{\"k\": \"499\", \"id\": \"ü-000000000499\"}");
        assertThat(again).endsWith("\r\n\r\n{\"k\": \"000\", \"id\": \"ü-000000000500\"}");
    }

    @Test
    void aTemplateWithoutAPlaceIsSentAsItIs() {
        Request.Numbered numbered = new Request.Numbered(SERVER, "secret", "/v1/x", "{}", "run-");

        assertThat(new String(numbered.with(7), StandardCharsets.UTF_8)).endsWith("Content-Length: 2\r\n\r\n{}");
    }
}
