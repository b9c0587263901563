package io.drover.restapi;

import static io.drover.restapi.Server.TOKEN;
import static io.drover.restapi.Server.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.restapi.http.Operation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Check S19: every operation by every way around its proof. What is public stands in {@code operations.txt}. */
class AuthenticationBypassTest {
    private static final Server SERVER = new Server();
    private static final String EXPIRED = "an-expired-token";

    @AfterAll
    static void close() {
        SERVER.close();
    }

    static List<Operation> guarded() {
        return OperationsTest.all().stream()
                .filter(operation -> operation.permission() != Permission.PUBLIC)
                .toList();
    }

    /** A header, and what stands in it. */
    record Proof(String header, String value) {}

    static Stream<Proof> worthless() {
        SERVER.engine.access.has(EXPIRED, Principal.ADMIN);
        assertThat(asked("GET", "/v1/user", "X-Auth-Token", EXPIRED).statusCode())
                .isEqualTo(200);
        SERVER.engine.access.expires(EXPIRED);
        Map<?, ?> key = object(SERVER.post("/v1/apikeys", "{\"enabled\": false}"));
        String basic = "Basic YWRtaW46YWRtaW4=";
        return Stream.of(
                new Proof("X-Nothing", "x"),
                new Proof("X-Auth-Token", ""),
                new Proof("X-Auth-Token", "null"),
                new Proof("X-Auth-Token", EXPIRED),
                new Proof("X-Auth-Token", TOKEN + "0"),
                new Proof("X-Auth-Token", "0" + TOKEN),
                new Proof("X-Auth-Token", TOKEN.substring(1)),
                new Proof("X-Auth-Token", TOKEN.substring(0, TOKEN.length() - 1)),
                new Proof("X-Auth-Token", TOKEN.toUpperCase(Locale.ROOT)),
                new Proof("X-Auth-Token", TOKEN + "," + TOKEN),
                new Proof("X-Auth-Token", "Bearer " + TOKEN),
                new Proof("X-Auth-Token", String.valueOf(key.get("key"))),
                new Proof("St2-Api-Key", ""),
                new Proof("St2-Api-Key", TOKEN),
                new Proof("St2-Api-Key", String.valueOf(key.get("key"))),
                new Proof("St2-Api-Key", String.valueOf(key.get("id"))),
                new Proof("Authorization", "Bearer " + TOKEN),
                new Proof("Authorization", basic),
                new Proof("Cookie", "auth-token="),
                new Proof("Cookie", "auth-token=" + TOKEN + "0"),
                new Proof("Cookie", "AUTH-TOKEN=" + TOKEN),
                new Proof("Remote-User", "admin"),
                new Proof("X-Forwarded-User", "admin"),
                new Proof("X-Forwarded-For", "127.0.0.1"),
                new Proof("X-Original-URL", "/healthz"),
                new Proof("X-HTTP-Method-Override", "OPTIONS"));
    }

    @ParameterizedTest
    @MethodSource("worthless")
    void s19LetsNobodyInByAProofThatIsWorthNothing(Proof proof) {
        for (Operation operation : guarded()) {
            int status = asked(operation.method(), path(operation), proof.header(), proof.value())
                    .statusCode();

            // a cookie is not even looked at where a page of another site may have sent it
            boolean cookie = proof.header().equals("Cookie") && status == 403;
            assertThat(cookie ? 401 : status).as(operation + " by " + proof).isEqualTo(401);
        }
    }

    @Test
    void s19LetsNobodyInByAWorthlessProofInTheQuery() {
        for (Operation operation : guarded()) {
            for (String query : List.of(
                    "x-auth-token=",
                    "x-auth-token=" + TOKEN + "0",
                    "st2-api-key=" + TOKEN,
                    "X-Auth-Token=%00" + TOKEN)) {
                HttpResponse<String> answer =
                        asked(operation.method(), path(operation) + "?" + query, "X-Nothing", "x");

                assertThat(answer.statusCode()).as(operation + "?" + query).isEqualTo(401);
            }
        }
    }

    static Stream<String> disguises() {
        return Stream.of(
                "/v1%s/",
                "/v1%s//",
                "//v1%s",
                "/v1/%s",
                "/v1//%s",
                "/v1%s;",
                "/v1%s;/healthz",
                "/v1;x=y%s",
                "/v1%s.",
                "/v1%s/.",
                "/v1%s.json",
                "/v1%s%%20",
                "/v1%s%%00",
                "/v1%s%%2f",
                "/v1%s%%2e",
                "/v1%%2f%s",
                "/healthz/..%s",
                "/healthz/%%2e%%2e%s",
                "/v1/healthz/../v1%s",
                "/setup/..;/v1%s",
                "/v1/./%s",
                "/api/v1%s",
                "/auth/v1%s",
                "/auth%s",
                "%s",
                "/v1%s#/healthz",
                "/v1%s?/healthz",
                "http://healthz/v1%s");
    }

    @ParameterizedTest
    @MethodSource("disguises")
    void s19LetsNobodyInByAPathThatIsWrittenInAnotherWay(String disguise) throws IOException {
        for (Operation operation : guarded()) {
            String plain = operation.path().replaceAll("\\{[^}]*}", "some.thing");
            for (String path : List.of(plain, plain.toUpperCase(Locale.ROOT))) {
                String line = operation.method() + " " + String.format(Locale.ROOT, disguise, path);

                String answer = RawClient.exchange(
                        SERVER.api.url(),
                        line + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

                assertThat(answer).as(line).matches("(?s)HTTP/1.1 (400|401|404|405) .*");
            }
        }
    }

    private static HttpResponse<String> asked(String method, String path, String header, String value) {
        return SERVER.send(method, path, BodyPublishers.noBody(), header, value);
    }

    private static String path(Operation operation) {
        return "/v1" + operation.path().replaceAll("\\{[^}]*}", "x");
    }
}
