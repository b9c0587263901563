package io.drover.camelactions.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelactions.testing.Call;
import io.drover.camelroutes.component.TriggerCall;
import io.drover.camelroutes.component.TriggerDoor;
import io.drover.camelroutes.load.PackRoutes;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Pack;
import io.drover.model.pack.Ref;
import io.drover.model.pack.RouteFile;
import io.drover.model.trigger.SensorStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelRunnerTest {
    private static final String HTTP_SERVER = """
            - route:
                id: server
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
                            - setBody: {simple: '{"got": "${header.Idempotency-Key}", "type": "${header.Content-Type}", "body": ${bodyAs(String)}}'}
            """;
    private static final String ACTION = """
            - route:
                id: it
                from:
                  uri: drover:action/test.it
                  steps:
                    - setBody: {simple: '{"device": "${variable.device}", "level": ${body[level]}, "id": "${header.Drover-Execution-Id}"}'}
                    - setHeader: {name: X-Plant, constant: north}
            """;

    @TempDir
    Path folder;

    private final PackRoutes routes = new PackRoutes(new NoTriggers(), null);
    private final CamelRunner runner = new CamelRunner(routes);

    @AfterEach
    void stop() {
        runner.close();
        routes.close();
    }

    @Test
    void runsARouteWithTheParametersAndReturnsItsBodyAndHeaders() throws Exception {
        load(Map.of(), ACTION);

        ActionResult result =
                new Call(runner).action("device", "press-1").action("level", 4L).run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(result.result().get("body"))
                .isEqualTo(Map.of("device", "press-1", "level", 4L, "id", Call.EXECUTION));
        assertThat(result.result().get("headers"))
                .isEqualTo(Map.of("Drover-Execution-Id", Call.EXECUTION, "X-Plant", "north"));
    }

    @Test
    void saysWhatIsMissingWhereThereIsNeitherEndpointNorRoute() throws Exception {
        ActionResult result = new Call(runner).run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(result.result().get("error"))).contains("drover:action/test.it");
    }

    @Test
    void sendsToAnHttpEndpointAndTellsWhetherToTryAgain() throws Exception {
        String port = String.valueOf(freePort());
        load(Map.of("port", port), HTTP_SERVER);
        String to = "http://127.0.0.1:" + port + "/recalibrate?httpMethod=POST";

        ActionResult good = new Call(runner)
                .runner("to", to)
                .runner("body", Map.of("n", 1L))
                .run();
        ActionResult bad =
                new Call(runner).runner("to", to).runner("body", "refuse").run();
        ActionResult away = new Call(runner)
                .runner("to", "http://127.0.0.1:1/?httpMethod=POST")
                .runner("body", "x")
                .run();

        assertThat(good.result().get("body"))
                .isEqualTo(Map.of("got", Call.EXECUTION, "type", "application/json", "body", Map.of("n", 1L)));
        assertThat(bad.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(bad.result()).containsEntry("retryable", true);
        assertThat(String.valueOf(bad.result().get("error"))).contains("503");
        assertThat(away.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(away.result()).containsEntry("retryable", true);
    }

    @Test
    void writesAFile() throws Exception {
        ActionResult result = new Call(runner)
                .runner("to", "file:" + folder)
                .runner("body", "hello")
                .runner("headers", Map.of("CamelFileName", "hello.txt"))
                .runner("pattern", "in-only")
                .run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(folder.resolve("hello.txt")).hasContent("hello");
    }

    @Test
    void sendsOverMqttAndJms() throws Exception {
        int port = freePort();
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ()
                .setConfiguration(new ConfigurationImpl()
                        .setSecurityEnabled(false)
                        .setPersistenceEnabled(true)
                        .setJournalType(JournalType.NIO)
                        .setJournalDirectory(folder.resolve("journal").toString())
                        .setBindingsDirectory(folder.resolve("bindings").toString())
                        .setPagingDirectory(folder.resolve("paging").toString())
                        .setLargeMessagesDirectory(folder.resolve("large").toString())
                        .setMaxDiskUsage(-1)
                        .addAcceptorConfiguration("all", "tcp://127.0.0.1:" + port + "?protocols=CORE,AMQP,MQTT"));
        broker.start();
        try {
            load(Map.of("port", String.valueOf(port), "folder", folder.toString()), """
                    - beans:
                        - name: broker
                          type: org.apache.qpid.jms.JmsConnectionFactory
                          properties: {remoteURI: "amqp://127.0.0.1:{{port}}"}
                    - route:
                        id: fromMqtt
                        from:
                          uri: paho-mqtt5:told
                          parameters: {brokerUrl: "tcp://127.0.0.1:{{port}}"}
                          steps: [{to: {uri: "file:{{folder}}?fileName=mqtt.txt"}}]
                    - route:
                        id: fromJms
                        from:
                          uri: amqp:queue:asked
                          parameters: {connectionFactory: "#broker"}
                          steps:
                            - setBody: {simple: "answer to ${body}"}
                    """);

            await(() -> routes.list().stream().allMatch(route -> route.state() == SensorStatus.State.RUNNING));

            ActionResult mqtt = new Call(runner)
                    .runner("to", "paho-mqtt5:told?brokerUrl=tcp://127.0.0.1:" + port)
                    .runner("body", "hot")
                    .runner("pattern", "in-only")
                    .run();
            ActionResult jms = new Call(runner)
                    .runner("to", "jms:queue:asked?connectionFactory=#broker&requestTimeout=5000")
                    .runner("body", "question")
                    .run();

            assertThat(mqtt.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(jms.result().get("body")).isEqualTo("answer to question");
            await(() -> Files.exists(folder.resolve("mqtt.txt")));
            assertThat(folder.resolve("mqtt.txt")).hasContent("hot");
        } finally {
            routes.close();
            broker.stop();
        }
    }

    @Test
    void isOverAtOnceOnTimeOut() throws Exception {
        load(Map.of(), ACTION.replace("steps:", "steps:\n        - delay: {constant: 30000}"));

        long start = System.nanoTime();
        ActionResult result =
                new Call(runner).action("level", 1L).runner("timeout", 0.2).run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.TIMEOUT);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void isOverAtOnceOnCancel() throws Exception {
        load(Map.of(), ACTION.replace("steps:", "steps:\n        - delay: {constant: 30000}"));
        Call call = new Call(runner).action("level", 1L);
        CountDownLatch begun = new CountDownLatch(1);
        Thread canceling = new Thread(() -> {
            begun.countDown();
            call.cancel();
        });

        canceling.start();
        begun.await();
        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.CANCELED);
    }

    @Test
    void masksTheSecretsOfTheConfigAndTheOptionsOfTheAddress() throws Exception {
        ActionResult result = new Call(runner)
                .runner("to", "http://127.0.0.1:1/hook?bridgeEndpoint=true&nonsense=s3cr3t-url")
                .run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(result.result().get("endpoint")).isEqualTo("http://127.0.0.1:1/hook");
        assertThat(result.result().toString()).doesNotContain("s3cr3t-url");
    }

    private void load(Map<String, String> config, String text) {
        Pack pack = new Pack("test", "test", "1.0.0", null, null, Map.of(), folder, List.of());
        RouteFile file = new RouteFile("test/routes/it.camel.yaml", folder.resolve("routes/it.camel.yaml"), text);
        assertThat(routes.load(pack, Map.copyOf(config), List.of(file), List.of(), Set.of()))
                .isEmpty();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static int freePort() throws Exception {
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** Nothing is emitted here. */
    private static final class NoTriggers implements TriggerDoor {
        @Override
        public void emit(TriggerCall call, Ref route, Exchange exchange) {
            throw new IllegalStateException("Nothing is emitted here.");
        }

        @Override
        public void bury(Ref route, Exchange exchange, List<String> reasons) {
            throw new IllegalStateException("Nothing is buried here.");
        }

        @Override
        public void failed(Ref route, String message) {
            // told by the result of the action
        }
    }
}
