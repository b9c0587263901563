package io.drover.engine.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.schema.Json;
import io.drover.model.action.Action;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an action's output schema does to its results. */
class ResultsTest {
    private static final Ref LOGIN = Ref.of("plant", "login");

    private static final String SESSION = """
            {"type": "object", "additionalProperties": false,
             "properties": {"user": {"type": "string", "required": true}, "session": {"type": "string", "secret": true}}}
            """;

    private final HandRunner effects = new HandRunner("effects", true);
    private final HandRunner pure = new HandRunner("pure", false);
    private final Lives lives;

    ResultsTest(@TempDir Path folder) {
        lives = Lives.in(folder).with(setup -> setup.run(effects, pure));
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void whatTheSchemaCallsSecretIsMaskedEverywhereAndKeptSealed() {
        Execution ended = ended(SESSION, null, Map.of("user", "ada", "session", "t0p-s3cret"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.result()).isEqualTo(Map.of("user", "ada", "session", "********"));
        assertThat(ended.toString()).doesNotContain("t0p-s3cret");
        assertThat(parts().requests().inClear(ended).result())
                .isEqualTo(Map.of("user", "ada", "session", "t0p-s3cret"));
        assertThat(parts().requests().inClear(ended).parameters()).containsEntry("token", "par4meter");
    }

    @Test
    void aSchemaMayBeAboutOneKeyOfTheResult() {
        Execution ended = ended(
                SESSION, "result", Map.of("result", Map.of("user", "ada", "session", "t0p-s3cret"), "exit_code", 0L));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.result())
                .isEqualTo(Map.of("result", Map.of("user", "ada", "session", "********"), "exit_code", 0L));
    }

    @Test
    void aWholeOutputMayBeSecret() {
        assertThat(ended("{\"secret\": true}", "result", Map.of("result", "t0p", "exit_code", 0L))
                        .result())
                .isEqualTo(Map.of("result", "********", "exit_code", 0L));
        assertThat(ended("{\"secret\": true}", null, Map.of("a", "t0p", "b", 1L))
                        .result())
                .isEqualTo(Map.of("a", "********", "b", "********"));
    }

    @Test
    void aSchemaOfTheOldKindSaysWhatIsSecretAndPromisesNothing() {
        Execution ended =
                ended("{\"session\": {\"type\": \"integer\", \"secret\": true}}", null, Map.of("session", "x1"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.result()).isEqualTo(Map.of("session", "********"));
    }

    @Test
    void aResultThatBreaksThePromiseIsAFailureThatTellsNoSecret() {
        Execution missing = ended(SESSION, null, Map.of("session", "t0p-s3cret"));
        Execution wrong = ended(
                "{\"properties\": {\"session\": {\"enum\": [\"on\"], \"pattern\": \"^o\", \"secret\": true}}}",
                null,
                Map.of("session", "t0p-s3cret"));
        Execution elsewhere = ended(SESSION, "result", Map.of("exit_code", 0L));

        assertThat(missing.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(missing.result())
                .containsEntry("message", "Error validating output. See error output for more details.");
        assertThat(error(missing)).contains("user");
        assertThat(wrong.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(error(wrong)).contains("session").doesNotContain("t0p-s3cret");
        assertThat(error(elsewhere)).contains("'result'").contains("exit_code");
    }

    @Test
    void aFailureIsHeldAgainstNoPromiseButItsSecretsAreMasked() {
        effects.does(context -> ActionResult.failed(Map.of("session", "t0p-s3cret", "error", "no")));

        Execution ended = run(SESSION, null);

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.result()).isEqualTo(Map.of("session", "********", "error", "no"));
    }

    @Test
    void keepsNoOutputThatMayHoldASecret() {
        effects.does(context -> {
            context.output().write(OutputChunk.Stream.STDOUT, "{\"session\": ");
            context.output().write(OutputChunk.Stream.STDOUT, "\"t0p-s3cret\"}");
            return ActionResult.succeeded(Map.of("user", "ada", "session", "t0p-s3cret"));
        });

        Execution ended = run(SESSION, null);

        assertThat(parts().store().<List<OutputChunk>>read(t -> t.outputs().list(ended.id(), 0)))
                .extracting(OutputChunk::text)
                .containsExactly("********\n");
    }

    private static String error(Execution ended) {
        Map<String, @Nullable Object> result = ended.result();
        return String.valueOf(result == null ? null : result.get("error"));
    }

    private Execution ended(String schema, @Nullable String key, Map<String, @Nullable Object> result) {
        effects.does(context -> ActionResult.succeeded(result));
        return run(schema, key);
    }

    private Execution run(String schema, @Nullable String key) {
        Parts parts = lives.start(content(schema, key));
        Execution execution = Requested.run(parts, LOGIN, Map.of("token", "par4meter"));
        parts.settle();
        return parts.execution(execution.id());
    }

    private Parts parts() {
        return lives.now();
    }

    @SuppressWarnings("unchecked")
    private static PackContent content(String schema, @Nullable String key) {
        PackContent plant = Plant.content();
        Action login = new Action(
                LOGIN,
                null,
                true,
                "effects",
                "",
                null,
                Plant.PARAMETERS,
                (Map<String, @Nullable Object>) Json.read(schema).orElseThrow(),
                key,
                List.of(),
                null,
                false,
                null);
        return new PackContent(
                plant.pack(),
                plant.triggerTypes(),
                plant.sensors(),
                List.of(login),
                plant.rules(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
