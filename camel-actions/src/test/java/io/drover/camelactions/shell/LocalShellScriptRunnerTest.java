package io.drover.camelactions.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelactions.testing.Call;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of scripts, carried out for real. */
class LocalShellScriptRunnerTest {
    @TempDir
    private Path pack = Path.of("");

    @Test
    void handsArgumentsOverWithoutAnybodyInterpretingThem() throws InterruptedException, IOException {
        Call call = script("#!/bin/bash\nprintf '[%s]' \"$@\"\n")
                .schema("name", Map.of("type", "string", "position", 0L))
                .schema("missing", Map.of("type", "string", "position", 1L))
                .action("name", "; rm -rf / $(id) `id` \"quoted\" 'single'\nline 😀")
                .action("flag", true)
                .action("key", "a b; c");

        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(result.result().get("stdout"))
                .isEqualTo("[; rm -rf / $(id) `id` \"quoted\" 'single'\nline 😀][][--flag][--key=a b; c]");
    }

    @Test
    void runsAScriptThatNamesNoInterpreter() throws InterruptedException, IOException {
        assertThat(script("echo plain\n").run().result().get("stdout")).isEqualTo("plain");
    }

    @Test
    void tellsTheScriptThatItIsDebugged() throws InterruptedException, IOException {
        Call call = script("#!/bin/bash\necho $ST2_ACTION_DEBUG.\n").runner("debug", true);

        assertThat(call.run().result().get("stdout")).isEqualTo("True.");
    }

    @Test
    void refusesAScriptOutsideOfThePacksActions() throws InterruptedException, IOException {
        Call call = script("#!/bin/bash\n").script(pack, "../../../../bin/true");

        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(result.result().get("error"))).contains("entry_point");
    }

    @Test
    void refusesAnotherRevisionOfThePack() throws InterruptedException, IOException {
        Call call = script("#!/bin/bash\n").runner("content_version", "v2");

        assertThat(call.run().status()).isEqualTo(ExecutionStatus.FAILED);
    }

    private Call script(String text) throws IOException {
        Files.createDirectories(pack.resolve("actions"));
        Files.writeString(pack.resolve("actions/it.sh"), text);
        return new Call(new LocalShellScriptRunner()).script(pack, "it.sh");
    }
}
