package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inquiries, and responses to them. */
class InquiryTest {
    private static final String ID = "6b0320d4bcf579884de84b15";
    private static final String PATH = "/v1/inquiries/" + ID;

    private final RecordedApi api = new RecordedApi();

    @AfterEach
    void close() {
        api.close();
    }

    private void asks(String properties) {
        api.gives(
                "GET",
                PATH,
                200,
                "{\"id\": \"" + ID + "\", \"route\": \"\", \"ttl\": 1440, \"users\": [], \"roles\": [],"
                        + "\"schema\": {\"type\": \"object\", \"properties\": " + properties + "}}");
        api.gives("PUT", PATH, 200, "{\"id\": \"" + ID + "\", \"response\": {}}");
    }

    private Outcome typing(String lines) {
        return Outcome.of(Map.of("DROVER_URL", api.url()), lines, "inquiry", "respond", ID);
    }

    private Object response() {
        return api.last("PUT").json().object("response").values();
    }

    @Test
    void showsAnInquiryAsSt2Does() {
        asks("{\"approved\": {\"type\": \"boolean\", \"description\": \"Continue?\", \"required\": true}}");

        Outcome outcome = Outcome.of(api, "inquiry", "get", ID);

        assertThat(outcome.out()).isEqualTo("""
                +----------+-----------------------------------------+
                | Property | Value                                   |
                +----------+-----------------------------------------+
                | id       | 6b0320d4bcf579884de84b15                |
                | roles    |                                         |
                | users    |                                         |
                | route    |                                         |
                | ttl      | 1440                                    |
                | schema   | {                                       |
                |          |     "type": "object",                   |
                |          |     "properties": {                     |
                |          |         "approved": {                   |
                |          |             "type": "boolean",          |
                |          |             "description": "Continue?", |
                |          |             "required": true            |
                |          |         }                               |
                |          |     }                                   |
                |          | }                                       |
                +----------+-----------------------------------------+
                """);
    }

    @Test
    void listsTheTwentyNewestTheNewestLast() {
        api.gives("GET", "/v1/inquiries", 200, "[{\"id\": \"b\"}, {\"id\": \"a\"}]");

        Outcome outcome = Outcome.of(api, "inquiry", "list", "--json");

        assertThat(outcome.out()).containsSubsequence("\"a\"", "\"b\"");
        assertThat(api.last("GET").target()).contains("limit=20");
    }

    @Test
    void respondsWithJson() {
        asks("{\"approved\": {\"type\": \"boolean\"}}");

        Outcome outcome = Outcome.of(api, "inquiry", "respond", "-r", "{\"approved\": true}", ID);

        assertThat(outcome.out()).isEqualTo("Response accepted for inquiry " + ID + ".\n");
        assertThat(api.last("PUT").json().values()).isEqualTo(Map.of("id", ID, "response", Map.of("approved", true)));
    }

    @Test
    void asksForEachPropertyAndCastsWhatIsTyped() {
        asks("""
                {"approved": {"type": "boolean", "description": "Continue?", "required": true},
                "count": {"type": "integer"}, "hosts": {"type": "array", "items": {"type": "string"}},
                "size": {"enum": ["s", "m"], "type": "string", "default": "s"}, "code": {"type": "string", "secret": true}}""");

        Outcome outcome = typing("""
                yes
                3
                a,b

                t0p
                """);

        assertThat(response())
                .isEqualTo(Map.of("approved", true, "count", 3, "hosts", List.of("a", "b"), "code", "t0p"));
        assertThat(outcome.err())
                .contains("approved: Continue? (boolean, required)\n")
                .contains("size (string, one of [\"s\", \"m\"], default \"s\")\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void asksAgainForWhatDoesNotFitOrIsMissing() {
        asks("{\"approved\": {\"type\": \"boolean\", \"required\": true}}");

        Outcome outcome = typing("""

                perhaps
                n
                """);

        assertThat(response()).isEqualTo(Map.of("approved", false));
        assertThat(outcome.err())
                .contains("\"approved\" is required.", "true or false")
                .contains("\"perhaps\"");
    }

    @Test
    void sendsNothingWhereTheInputEndsTooSoon() {
        asks("{\"approved\": {\"type\": \"boolean\", \"required\": true}}");

        Outcome outcome = typing("");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("\"approved\"", "--response");
        assertThat(api.asked()).noneMatch(request -> request.method().equals("PUT"));
    }

    @Test
    void refusesAResponseThatIsNoObject() {
        asks("{}");

        Outcome outcome = Outcome.of(api, "inquiry", "respond", "-r", "[true]", ID);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--response must be a JSON object");
    }

    @Test
    void tellsWhyAResponseIsNotAccepted() {
        String text = "Inquiry \\\"" + ID + "\\\" has already been responded to.";
        api.gives("GET", PATH, 400, "{\"faultstring\": \"" + text + "\"}");

        Outcome outcome = Outcome.of(api, "inquiry", "respond", "-r", "{}", ID);

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.err()).contains("has already been responded to.");
    }
}
