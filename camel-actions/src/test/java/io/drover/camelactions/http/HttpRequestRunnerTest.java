package io.drover.camelactions.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelactions.testing.Call;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.TraceParent;
import io.drover.testkit.net.FreePort;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of HTTP requests to a server that answers with what it was asked. */
class HttpRequestRunnerTest {
    private static final HttpRequestRunner RUNNER = new HttpRequestRunner();

    private final SmallServer server = new SmallServer(this::answer);

    HttpRequestRunnerTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void decodesTheBodyWhereTheServerCallsItJson() throws InterruptedException {
        ActionResult result = request("/json").run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(result.result())
                .containsEntry("status_code", 201L)
                .containsEntry("body", Map.of("a", List.of(1L)))
                .containsEntry("parsed", true);
        assertThat(String.valueOf(result.result().get("headers")))
                .containsIgnoringCase("content-type=application/json");
    }

    @Test
    void leavesAnyOtherBodyAsText() throws InterruptedException {
        assertThat(request("/text").run().result())
                .containsEntry("body", "{\"a\": [1]}")
                .containsEntry("parsed", false);
    }

    @Test
    void failsWhereTheServerRefuses() throws InterruptedException {
        ActionResult result = request("/missing").run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(result.result()).containsEntry("status_code", 404L).containsEntry("body", "none");
    }

    @Test
    void sendsHeadersCookiesCredentialsAndQuery() throws InterruptedException {
        String seen = echo(request("/echo?x=1")
                .runner("headers", Map.of("X-Mine", "yes"))
                .runner("cookies", Map.of("c", "d"))
                .runner("username", "me")
                .runner("password", "secret")
                .action("params", Map.of("q", List.of("a b", "ü&"))));

        assertThat(seen)
                .startsWith("GET /echo?x=1&q=a+b&q=%C3%BC%26 HTTP/1.1\r\n")
                .contains("X-Mine: yes\r\n")
                .contains("Cookie: c=d\r\n")
                .contains("Authorization: Basic bWU6c2VjcmV0\r\n")
                .contains("X-Stanley-Action: it\r\n")
                .contains("Drover-Execution-Id: " + Call.EXECUTION + "\r\n")
                .contains("Idempotency-Key: " + Call.EXECUTION + "\r\n");
    }

    @Test
    void handsTheTraceOnUnlessAnotherOneIsGiven() throws InterruptedException {
        TraceParent span = new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

        assertThat(echo(request("/echo").on(span))).contains("traceparent: " + span.header() + "\r\n");
        assertThat(echo(request("/echo").on(span).runner("headers", Map.of("Traceparent", "mine"))))
                .containsIgnoringCase("traceparent: mine\r\n")
                .doesNotContain(span.header());
        assertThat(echo(request("/echo"))).doesNotContainIgnoringCase("traceparent");
    }

    @Test
    void postsABodyAndWritesItAsJsonWhereTheHeadersSaySo() throws InterruptedException {
        assertThat(echo(request("/echo").action("body", "plain ü")))
                .startsWith("POST ")
                .endsWith("\r\n\r\nplain ü");
        assertThat(echo(request("/echo")
                        .runner("headers", Map.of("content-type", "application/json"))
                        .action("method", "put")
                        .action("body", Map.of("a", 1L))))
                .startsWith("PUT ")
                .endsWith("\r\n\r\n{\"a\":1}");
        assertThat(echo(request("/echo")
                        .runner("headers", Map.of("Content-Type", "application/json"))
                        .action("body", "{\"b\": 2}")))
                .endsWith("\r\n\r\n{\"b\": 2}");
    }

    @Test
    void sendsAFileAsAFormPart() throws InterruptedException {
        String seen = echo(request("/echo")
                .action("file_name", "a.txt")
                .action("file_content", "text")
                .action("file_content_type", "text/plain"));

        assertThat(seen)
                .startsWith("POST ")
                .contains("Content-Type: multipart/form-data; boundary=drover-")
                .contains("name=\"a.txt\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\ntext\r\n--drover-");
    }

    @Test
    void decodesJsonAloneAndNoneOfTheTypesThatBuildOnIt() throws InterruptedException {
        assertThat(request("/charset").run().result()).containsEntry("parsed", true);
        assertThat(request("/patch").run().result())
                .containsEntry("parsed", false)
                .containsEntry("body", "{\"a\": [1]}");
    }

    @Test
    void comparesHostsWithoutPortAndBrackets() throws InterruptedException {
        assertError(
                new Call(RUNNER).runner("url", "http://[::1]:1/x").runner("url_hosts_blacklist", List.of("::1")),
                "host '::1'");
    }

    @Test
    void tellsAProxyWhoAsksOnceItWantsToKnow() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (SmallServer proxy = new SmallServer(request -> {
            asked.add(request);
            return request.contains("Proxy-Authorization: Basic bWU6c2VjcmV0")
                    ? response("200 OK", "text/plain", "through")
                    : response(
                            "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"",
                            "text/plain",
                            "");
        })) {
            Call call = new Call(RUNNER)
                    .runner("url", "http://nowhere.invalid/echo")
                    .runner("http_proxy", "http://me:secret@127.0.0.1:" + proxy.port())
                    .action("body", "b");

            assertThat(call.run().result()).containsEntry("body", "through");
        }

        assertThat(asked).hasSize(2).allMatch(request -> request.endsWith("\r\n\r\nb"));
    }

    @Test
    void followsARedirectOnlyWhereItIsAllowed() throws InterruptedException {
        assertThat(request("/moved").run().result()).containsEntry("status_code", 302L);
        assertThat(echo(request("/moved").runner("allow_redirects", true).action("body", "b")))
                .startsWith("GET /echo");
    }

    @Test
    void keepsCredentialsFromAnotherServer() throws InterruptedException {
        String seen = echo(request("/away").runner("allow_redirects", true).runner("username", "me"));

        assertThat(seen).startsWith("GET /echo").doesNotContain("Authorization");
    }

    @Test
    void refusesHostsThatAreNotAllowedEvenAfterARedirect() throws InterruptedException {
        assertError(request("/echo").runner("url_hosts_blacklist", List.of("127.0.0.1")), "127.0.0.1");
        assertError(request("/echo").runner("url_hosts_whitelist", List.of("example.com")), "127.0.0.1");
        assertError(
                request("/away").runner("allow_redirects", true).runner("url_hosts_whitelist", List.of("127.0.0.1")),
                "localhost");
        assertError(
                request("/echo")
                        .runner("url_hosts_blacklist", List.of("a"))
                        .runner("url_hosts_whitelist", List.of("127.0.0.1")),
                "both");
    }

    @Test
    void refusesAnAddressThatIsNone() throws InterruptedException {
        assertError(new Call(RUNNER).runner("url", "ftp://host/x"), "ftp://host/x'");
        assertError(
                new Call(RUNNER).runner("url", "no address"),
                "Expected an address like https://host/path in parameter 'url', but found 'no address'");
    }

    @Test
    void refusesWhatWouldWriteOtherLinesIntoTheRequest() throws InterruptedException {
        assertError(request("/echo").action("method", "GET /other"), "'method', but found 'GET /OTHER'");
        assertError(request("/echo").runner("headers", Map.of("X Mine", "1")), "'headers', but found 'X Mine'");
        assertError(request("/echo").runner("headers", Map.of("X-Mine", "1\r\nX-Other: 2")), "header 'X-Mine'");
    }

    @Test
    void failsOnABodyTooLargeForMemory() throws InterruptedException {
        assertError(request("/huge"), "found an answer of more than 16777216 bytes");
    }

    @Test
    void timesOutOnAServerThatKeepsSilent() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();

            ActionResult result =
                    new Call(RUNNER).runner("url", url).action("timeout", 0.3).run();

            assertThat(result.status()).isEqualTo(ExecutionStatus.TIMEOUT);
            assertThat(String.valueOf(result.result().get("error")))
                    .contains("'" + url + "' within 0.3 seconds", "'timeout'");
        }
    }

    @Test
    void timesOutOnABodyThatNeverEnds() throws Exception {
        try (ServerSocket slow = new ServerSocket(0)) {
            CompletableFuture<Socket> served = CompletableFuture.supplyAsync(() -> beginAnswer(slow));
            Call call = new Call(RUNNER)
                    .runner("url", "http://127.0.0.1:" + slow.getLocalPort())
                    .action("timeout", 1L);

            assertThat(call.run().status()).isEqualTo(ExecutionStatus.TIMEOUT);
            served.join().close();
        }
    }

    @Test
    void isCanceledWhileItWaits() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            Call call = new Call(RUNNER).runner("url", "http://127.0.0.1:" + silent.getLocalPort());
            CompletableFuture<Void> canceling = CompletableFuture.runAsync(() -> {
                try (Socket reached = silent.accept()) {
                    assertThat(reached.isConnected()).isTrue();
                    call.cancel();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });

            assertThat(call.run().status()).isEqualTo(ExecutionStatus.CANCELED);
            canceling.join();
        }
    }

    @Test
    void tellsWhereItWentWhatIsThereAndWhatToDoWhereNobodyListens() throws Exception {
        int port = FreePort.choose();

        assertThat(error(new Call(RUNNER).runner("url", "http://127.0.0.1:" + port + "/status")))
                .isEqualTo("Tried to send GET to 'http://127.0.0.1:" + port + "/status', but nobody listens there"
                        + " (Connect to http://127.0.0.1:" + port + " [/127.0.0.1] failed: Connection refused)."
                        + " Check host and port, and that the server runs and may be reached from here.");
    }

    @Test
    void tellsThatAHostIsUnknown() throws Exception {
        assertThat(error(new Call(RUNNER)
                        .runner("url", "http://nowhere.invalid/x")
                        .action("body", "b")))
                .startsWith(
                        "Tried to send POST to 'http://nowhere.invalid/x', but host 'nowhere.invalid' is not known");
    }

    @Test
    void tellsThatTheProxyIsAway() throws Exception {
        String proxy = "http://127.0.0.1:" + FreePort.choose();

        assertThat(error(new Call(RUNNER)
                        .runner("url", "http://nowhere.invalid/x")
                        .runner("http_proxy", proxy)))
                .contains("by way of the proxy '" + proxy + "'", "the proxy does not take it on");
    }

    @Test
    void tellsThatThereIsNoTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0)) {
            CompletableFuture<Socket> served = CompletableFuture.supplyAsync(() -> beginAnswer(plain));
            String url = "https://127.0.0.1:" + plain.getLocalPort() + "/json";

            assertThat(error(new Call(RUNNER).runner("url", url)))
                    .contains("'" + url + "', but found no TLS", "verify_ssl_cert");
            served.join().close();
        }
    }

    @Test
    void tellsThatTheServerHungUp() throws Exception {
        assertThat(error(request("/hang-up"))).contains("/hang-up", "no whole answer", "may have acted");
    }

    @Test
    void tellsOfAFileThatCannotBeRead() throws Exception {
        assertThat(error(request("/echo").action("file_path", "/nonsense/file")))
                .contains("file_path", "/nonsense/file", "may read");
    }

    @Test
    void showsNoSecretOfAnAddress() throws Exception {
        String error = error(new Call(RUNNER)
                .runner(
                        "url",
                        "http://me:pa55word@127.0.0.1:" + FreePort.choose() + "/x?own=c0nf1g-value&api_key=literal-one")
                .secret("params", Map.of("q", "s3cret word"))
                .config("token", "c0nf1g-value"));

        assertThat(error)
                .contains("http://********@127.0.0.1:", "/x?own=********&api_key=********&q=********'")
                .doesNotContain("pa55word", "s3cret", "c0nf1g", "literal");
    }

    @Test
    void takesCredentialsFromTheAddress() throws InterruptedException {
        String seen = echo(new Call(RUNNER).runner("url", "http://me:sec%72et@127.0.0.1:" + port() + "/echo"));

        assertThat(seen).startsWith("GET /echo HTTP/1.1").contains("Authorization: Basic bWU6c2VjcmV0\r\n");
    }

    @Test
    void goesThroughTheProxyThatWasGiven() throws InterruptedException {
        String seen = echo(new Call(RUNNER)
                .runner("url", "http://nowhere.invalid/echo")
                .runner("http_proxy", "http://127.0.0.1:" + port()));

        assertThat(seen).startsWith("GET http://nowhere.invalid/echo HTTP/1.1\r\n");
    }

    private Call request(String path) {
        return new Call(RUNNER).runner("url", "http://127.0.0.1:" + port() + path);
    }

    private int port() {
        return server.port();
    }

    private static String echo(Call call) throws InterruptedException {
        return String.valueOf(call.run().result().get("body"));
    }

    private static void assertError(Call call, String part) throws InterruptedException {
        assertThat(error(call)).contains(part);
    }

    /** What is told; nothing else is in the result. */
    private static String error(Call call) throws InterruptedException {
        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(result.result()).containsOnlyKeys("error");
        return String.valueOf(result.result().get("error"));
    }

    /** As servers do, it says nothing before it is asked. */
    private static Socket beginAnswer(ServerSocket server) {
        try {
            Socket socket = server.accept();
            assertThat(socket.getInputStream().read()).isNotNegative();
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbeginning".getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String answer(String request) {
        String path = request.split("[ ?]", 3)[1];
        return switch (path) {
            case "/hang-up" -> "";
            case "/json" -> response("201 Created", "application/json", "{\"a\": [1]}");
            case "/patch" -> response("200 OK", "application/json-patch+json", "{\"a\": [1]}");
            case "/charset" -> response("200 OK", "application/json; charset=utf-8", "{\"a\": [1]}");
            case "/text" -> response("200 OK", "text/plain", "{\"a\": [1]}");
            case "/missing" -> response("404 Not Found", "text/plain", "none");
            case "/huge" -> response("200 OK", "text/plain", "y".repeat((16 << 20) + 1));
            case "/moved" -> response("302 Found\r\nLocation: /echo", "text/plain", "");
            case "/away" -> response("302 Found\r\nLocation: http://localhost:" + port() + "/echo", "text/plain", "");
            default -> response("200 OK", "text/plain", request);
        };
    }

    private static String response(String status, String type, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }
}
