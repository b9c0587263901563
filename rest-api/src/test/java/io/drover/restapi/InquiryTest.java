package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.header;
import static io.drover.restapi.Server.json;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InquiryTest {
    private static final Map<String, @Nullable Object> APPROVAL =
            Map.of("type", "object", "properties", Map.of("approved", Map.of("type", "boolean", "required", true)));

    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsWhatIsAsked() {
        String id = server.engine.inquiries.ask(APPROVAL, "anna");

        Map<?, ?> inquiry = object(server.get("/v1/inquiries/" + id));

        assertThat(inquiry)
                .isEqualTo(Map.of(
                        "id",
                        id,
                        "route",
                        "ops",
                        "ttl",
                        1440L,
                        "users",
                        List.of("anna"),
                        "roles",
                        List.of(),
                        "schema",
                        APPROVAL));
    }

    @Test
    void listsTwentyUnlessAskedForMore() {
        for (int i = 0; i < 25; i++) {
            server.engine.inquiries.ask(APPROVAL);
        }

        HttpResponse<String> usual = server.get("/v1/inquiries");
        HttpResponse<String> few = server.get("/v1/inquiries?limit=3&include_attributes=route");

        assertThat(array(usual)).hasSize(20);
        assertThat(header(usual, "X-Limit")).isEqualTo("20");
        assertThat(header(usual, "X-Total-Count")).isEqualTo("25");
        assertThat(array(few))
                .hasSize(3)
                .allSatisfy(one -> assertThat(objectOf(one).keySet()).isEqualTo(Set.of("id", "route")));
    }

    @Test
    void aResponseIsToldAsItCounts() {
        String id = server.engine.inquiries.ask(APPROVAL);

        HttpResponse<String> accepted =
                server.put("/v1/inquiries/" + id, "{\"id\": \"" + id + "\", \"response\": {\"approved\": true}}");
        HttpResponse<String> again = server.put("/v1/inquiries/" + id, "{\"response\": {\"approved\": true}}");

        assertThat(object(accepted)).isEqualTo(Map.of("id", id, "response", Map.of("approved", true)));
        assertThat(server.engine.inquiries.responses()).isEqualTo(Map.of(id, Map.of("approved", true)));
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(json(again))
                .isEqualTo(Map.of("faultstring", "Inquiry \"" + id + "\" has already been responded to."));
    }

    @Test
    void aBodyWithoutAResponseIsRefused() {
        String id = server.engine.inquiries.ask(APPROVAL);

        assertThat(json(server.put("/v1/inquiries/" + id, "{}")))
                .isEqualTo(Map.of("faultstring", "'response' is a required property"));
        assertThat(server.put("/v1/inquiries/" + id, "{\"response\": true}").statusCode())
                .isEqualTo(400);
        assertThat(server.put("/v1/inquiries/" + id, "{\"response\": {}, \"by\": \"me\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.engine.inquiries.responses()).isEmpty();
    }

    @Test
    void whoeverLooksOnlyDoesNotRespond() {
        String id = server.engine.inquiries.ask(APPROVAL);

        HttpResponse<String> seen = as("observer", "GET", id);
        HttpResponse<String> denied = as("observer", "PUT", id);

        assertThat(seen.statusCode()).isEqualTo(200);
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("inquiry_respond", "inquiry:" + id);
    }

    private HttpResponse<String> as(String token, String method, String id) {
        return server.send(
                method,
                "/v1/inquiries/" + id,
                BodyPublishers.ofString("{\"response\": {\"approved\": true}}"),
                "X-Auth-Token",
                token);
    }

    @Test
    void isNotForThoseWhomItDoesNotName() {
        String id = server.engine.inquiries.ask(APPROVAL, "nobody");

        assertThat(server.put("/v1/inquiries/" + id, "{\"response\": {\"approved\": true}}")
                        .statusCode())
                .isEqualTo(403);
    }
}
