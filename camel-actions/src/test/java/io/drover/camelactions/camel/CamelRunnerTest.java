package io.drover.camelactions.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelactions.testing.Call;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelRunnerTest {
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
    private Path folder = Path.of("");

    private final RouteActions actions = new RouteActions();

    @AfterEach
    void stop() {
        actions.close();
    }

    @Test
    void runsARouteWithTheParametersAndReturnsItsBodyAndHeaders() throws Exception {
        actions.load(folder, Map.of(), ACTION);

        ActionResult result =
                actions.call().action("device", "press-1").action("level", 4L).run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(result.result().get("body"))
                .isEqualTo(Map.of("device", "press-1", "level", 4L, "id", Call.EXECUTION));
        assertThat(result.result().get("headers"))
                .isEqualTo(Map.of("Drover-Execution-Id", Call.EXECUTION, "X-Plant", "north"));
    }

    @Test
    void saysWhatIsMissingWhereThereIsNeitherEndpointNorRoute() throws Exception {
        ActionResult result = actions.call().run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(result.result().get("error"))).contains("drover:action/test.it");
    }

    @Test
    void isOverAtOnceOnTimeOut() throws Exception {
        actions.load(folder, Map.of(), ACTION.replace("steps:", "steps:\n        - delay: {constant: 3000}"));

        long start = System.nanoTime();
        ActionResult result =
                actions.call().action("level", 1L).runner("timeout", 0.2).run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.TIMEOUT);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void isOverAtOnceOnCancel() throws Exception {
        actions.load(folder, Map.of(), ACTION.replace("steps:", "steps:\n        - delay: {constant: 3000}"));
        Call call = actions.call().action("level", 1L);
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
    void takesNoFurtherStepOfARouteThatWasGivenUp() throws Exception {
        try (ServerSocket slow = new ServerSocket(0)) {
            Map<String, String> config =
                    Map.of("port", String.valueOf(slow.getLocalPort()), "folder", folder.toString());
            actions.load(folder, config, """
                    - route:
                        id: it
                        from:
                          uri: drover:action/test.it
                          steps:
                            - to: {uri: "http://127.0.0.1:{{port}}/slow", parameters: {httpMethod: GET}}
                            - to: {uri: "file:{{folder}}", parameters: {fileName: late.txt}}
                    """);

            ActionResult result = actions.call().runner("timeout", 0.3).run();
            try (Socket caller = slow.accept()) {
                caller.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
                actions.awaitIdle();
            }

            assertThat(result.status()).isEqualTo(ExecutionStatus.TIMEOUT);
            assertThat(folder.resolve("late.txt")).doesNotExist();
        }
    }

    @Test
    void tellsWhatARouteFailedOf() throws Exception {
        actions.load(folder, Map.of(), ACTION.replace("steps:", """
                steps:
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: The press is hot.}
                """.stripTrailing()));

        ActionResult result = actions.call().run();

        assertThat(result.result())
                .containsEntry("error", "The route 'drover:action/test.it' failed: The press is hot.")
                .containsEntry("endpoint", "drover:action/test.it")
                .containsEntry("retryable", false);
    }

    @Test
    void tellsThatAnExpressionForTheResultIsWrong() throws Exception {
        actions.load(folder, Map.of(), ACTION);

        ActionResult result = actions.call()
                .action("level", 1L)
                .runner("result", "${nonsense(}")
                .run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(result.result().get("error"))).contains("nonsense");
    }

    @Test
    void saysThatAnActionIsNoEndpointForOthers() throws Exception {
        ActionResult result =
                actions.call().runner("to", "drover:action/test.it").run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(result.result().get("error"))).contains("Expected 'drover:action/test.it' in 'from'");
    }

    @Test
    void masksTheSecretsOfTheConfigAndTheOptionsOfTheAddress() throws Exception {
        ActionResult result = actions.call()
                .runner("to", "http://127.0.0.1:1/hook?bridgeEndpoint=true&nonsense=s3cr3t-url")
                .run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(result.result().get("endpoint")).isEqualTo("http://127.0.0.1:1/hook");
        assertThat(result.result().toString()).doesNotContain("s3cr3t-url");
    }
}
