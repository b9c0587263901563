package io.drover.camelactions.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelactions.testing.Broker;
import io.drover.camelactions.testing.Call;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.TraceParent;
import io.drover.testkit.net.FreePort;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending to http, jms, amqp, mqtt5 and file: what comes back, and what is told where the other side is away or silent. */
class EndpointActionTest {
    private static final String BROKERS = """
            - beans:
                - name: broker
                  type: org.apache.qpid.jms.JmsConnectionFactory
                  properties: {remoteURI: "{{amqp}}"}
                - name: away
                  type: org.apache.qpid.jms.JmsConnectionFactory
                  properties: {remoteURI: "amqp://127.0.0.1:1"}
            """;
    private static final String REPLIES = """
            - route:
                id: replies
                from:
                  uri: amqp:queue:{{name}}
                  parameters: {connectionFactory: "#broker", receiveTimeout: 200}
                  steps:
                    - setHeader: {name: plant, constant: north}
                    - setBody: {simple: '{"answer": "${body}", "id": "${header.Drover-Execution-Id}"}'}
            """;
    private static final String HEARS = """
            - route:
                id: hears
                from:
                  uri: paho-mqtt5:{{name}}
                  parameters: {brokerUrl: "{{mqtt}}"}
                  steps: [{to: {uri: "file:{{folder}}?fileName=heard.txt"}}]
            """;
    private static final String SERVES = """
            - route:
                id: serves
                from:
                  uri: netty-http:http://127.0.0.1:{{port}}/recalibrate
                  steps:
                    - choice:
                        when:
                          - simple: "${bodyAs(String)} contains 'refuse'"
                            steps:
                              - setHeader: {name: CamelHttpResponseCode, constant: "503"}
                        otherwise:
                          steps:
                            - setBody: {simple: '{"got": "${header.Idempotency-Key}", "type": "${header.Content-Type}", "span": "${header.traceparent}", "body": ${bodyAs(String)}}'}
            """;

    @TempDir
    private Path folder = Path.of("");

    private final String name = "it-" + UUID.randomUUID();
    private final RouteActions actions = new RouteActions();

    @AfterEach
    void stop() {
        actions.close();
    }

    @Test
    void takesTheAnswerOfAnHttpServer() throws Exception {
        String to = "http://127.0.0.1:" + serve() + "/recalibrate?httpMethod=POST";

        ActionResult result = to(to).runner("body", Map.of("n", 1L)).run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(result.result()).containsOnlyKeys("body", "headers");
        assertThat(result.result().get("body"))
                .isEqualTo(
                        Map.of("got", Call.EXECUTION, "type", "application/json", "span", "", "body", Map.of("n", 1L)));
        assertThat(String.valueOf(result.result().get("headers"))).doesNotContainIgnoringCase("camel");
    }

    @Test
    void handsTheTraceOnUnlessTheActionNamesOneOfItsOwn() throws Exception {
        String to = "http://127.0.0.1:" + serve() + "/recalibrate?httpMethod=POST";
        TraceParent span = new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

        ActionResult traced = to(to).on(span).runner("body", Map.of("n", 1L)).run();
        ActionResult named = to(to).on(span)
                .runner("body", Map.of("n", 1L))
                .runner("headers", Map.of("Traceparent", "mine"))
                .run();

        assertThat(traced.result()).extracting("body").extracting("span").isEqualTo(span.header());
        assertThat(named.result()).extracting("body").extracting("span").isEqualTo("mine");
    }

    @Test
    void tellsThatAnHttpServerRefusedAndWhetherToTryAgain() throws Exception {
        String to = "http://127.0.0.1:" + serve() + "/recalibrate";

        ActionResult result =
                to(to + "?httpMethod=POST").runner("body", "refuse").run();

        assertFailure(result, ExecutionStatus.FAILED, to);
        assertThat(String.valueOf(result.result().get("error"))).contains("503");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms", "amqp"})
    void takesTheAnswerToAMessage(String component) throws Exception {
        load(REPLIES);

        ActionResult result = to(component + ":queue:" + name + "?connectionFactory=#broker")
                .runner("body", "question")
                .run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(result.result()).containsOnlyKeys("body", "headers");
        assertThat(result.result().get("body")).isEqualTo(Map.of("answer", "question", "id", Call.EXECUTION));
        assertThat(result.result().get("headers")).asString().contains("plant=north");
    }

    @Test
    void readsNoAnswerThatIsASerializedObject() throws Exception {
        load(REPLIES.replace("receiveTimeout: 200", "receiveTimeout: 200, jmsMessageType: Object"));

        ActionResult result = to("jms:queue:" + name + "?connectionFactory=#broker")
                .runner("body", "question")
                .run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(result.result().get("error"))).contains("serialized Java object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms", "amqp"})
    void waitsForNoAnswerWhereNoneIsAskedFor(String component) throws Exception {
        load("");

        ActionResult result = to(component + ":queue:" + name + "?connectionFactory=#broker")
                .runner("body", "news")
                .runner("pattern", "in-only")
                .run();

        assertSentOnly(result);
    }

    @Test
    void publishesOverMqtt() throws Exception {
        load(HEARS);

        ActionResult result = to("paho-mqtt5:" + name + "?brokerUrl="
                        + Broker.shared().url("tcp"))
                .runner("body", "hot")
                .runner("pattern", "in-only")
                .run();

        assertSentOnly(result);
        Await.until("the message is heard", () -> Files.exists(folder.resolve("heard.txt")));
        assertThat(folder.resolve("heard.txt")).hasContent("hot");
    }

    @Test
    void writesAFile() throws Exception {
        ActionResult result = to("file:" + folder)
                .runner("body", "hello")
                .runner("headers", Map.of("CamelFileName", "hello.txt"))
                .runner("pattern", "in-only")
                .run();

        assertSentOnly(result);
        assertThat(folder.resolve("hello.txt")).hasContent("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1/x?httpMethod=POST, http://127.0.0.1:1/x, Connection refused",
        "http://nowhere.invalid/x, http://nowhere.invalid/x, nowhere.invalid",
        "jms:queue:x?connectionFactory=#away, jms:queue:x, 127.0.0.1:1",
        "amqp:queue:x?connectionFactory=#away, amqp:queue:x, 127.0.0.1:1",
        "paho-mqtt5:x?brokerUrl=tcp://127.0.0.1:1, paho-mqtt5:x?brokerUrl=tcp://127.0.0.1:1, Connection refused",
        "file:{{folder}}/it.txt, file:{{folder}}/it.txt, Not a directory"
    })
    void tellsWhoIsAwayAndWhatToDo(String to, String endpoint, String found) throws Exception {
        Files.writeString(folder.resolve("it.txt"), "no folder");
        load("");

        ActionResult result = to(to.replace("{{folder}}", folder.toString()))
                .runner("body", "x")
                .run();

        assertFailure(result, ExecutionStatus.FAILED, endpoint.replace("{{folder}}", folder.toString()));
        assertThat(String.valueOf(result.result().get("error")))
                .startsWith("Tried to send to '" + result.result().get("endpoint") + "', but found: ")
                .contains(found)
                .endsWith(". Check that what it names is there and may be used from here; the same may succeed later.");
    }

    @ParameterizedTest
    @CsvSource({
        "http://{{silent}}/x, http://{{silent}}/x",
        "jms:queue:{{name}}?connectionFactory=#broker, jms:queue:{{name}}",
        "amqp:queue:{{name}}?connectionFactory=#broker, amqp:queue:{{name}}",
        "paho-mqtt5:x?brokerUrl=tcp://{{silent}}, paho-mqtt5:x?brokerUrl=tcp://{{silent}}",
        "file:{{folder}}?fileName=pipe, file:{{folder}}"
    })
    void isOverInTimeWhereTheOtherSideKeepsSilent(String to, String endpoint) throws Exception {
        load("");
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        try (ServerSocket silent = new ServerSocket(0)) {
            ActionResult result = to(filled(to, silent))
                    .runner("body", "x")
                    .runner("timeout", 0.3)
                    .run();

            assertFailure(result, ExecutionStatus.TIMEOUT, filled(endpoint, silent));
            assertThat(String.valueOf(result.result().get("error")))
                    .contains(filled(endpoint, silent), "within 0.3 seconds", "'timeout'");
        } finally {
            release(folder.resolve("pipe"));
        }
    }

    private String filled(String text, ServerSocket silent) {
        return text.replace("{{silent}}", "127.0.0.1:" + silent.getLocalPort())
                .replace("{{name}}", name)
                .replace("{{folder}}", folder.toString());
    }

    /** Whoever waits for somebody to read the pipe waits no longer. */
    private static void release(Path pipe) throws IOException {
        new RandomAccessFile(pipe.toFile(), "rw").close();
    }

    private Call to(String address) {
        return actions.call().runner("to", address);
    }

    private void load(String routes) {
        actions.load(
                folder,
                Map.of(
                        "amqp", Broker.shared().url("amqp"),
                        "mqtt", Broker.shared().url("tcp"),
                        "name", name,
                        "folder", folder.toString()),
                BROKERS + routes);
    }

    private int serve() {
        int port = FreePort.choose();
        actions.load(folder, Map.of("port", String.valueOf(port)), SERVES);
        return port;
    }

    private static void assertSentOnly(ActionResult result) {
        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(result.result()).containsOnlyKeys("body", "headers").containsEntry("headers", Map.of());
        assertThat(result.result().get("body")).isNull();
    }

    private static void assertFailure(ActionResult result, ExecutionStatus status, @Nullable String endpoint) {
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.result())
                .containsOnlyKeys("error", "endpoint", "retryable")
                .containsEntry("endpoint", endpoint)
                .containsEntry("retryable", true);
    }
}
