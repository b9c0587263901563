package io.drover.camelactions.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelactions.testing.Call;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    void takesTheScriptFromARevisionOfThePacksRepository() throws InterruptedException, IOException {
        Call call = script("#!/bin/bash\ncd \"$(dirname \"$0\")\"; echo old in $(basename \"$(pwd)\")\n");
        git("init", "-q");
        git("add", "actions/it.sh");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "old");
        git("tag", "v1");
        Files.writeString(pack.resolve("actions/it.sh"), "#!/bin/bash\necho new\n");

        assertThat(call.run().result().get("stdout")).isEqualTo("new");
        assertThat(call.runner("content_version", "v1").run().result().get("stdout"))
                .isEqualTo("old in actions");
        assertThat(git("worktree", "list").lines()).hasSize(1);
    }

    @Test
    void saysThatThePackHasNoSuchRevision() throws InterruptedException, IOException {
        Call call = script("#!/bin/bash\n").runner("content_version", "v2");

        ActionResult none = call.run();
        git("init", "-q");
        ActionResult unknown = call.run();

        assertThat(none.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(none.result().get("error"))).contains("'v2'", "not a git repository");
        assertThat(String.valueOf(unknown.result().get("error"))).contains("'v2'", "git said");
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", pack.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private Call script(String text) throws IOException {
        Files.createDirectories(pack.resolve("actions"));
        Files.writeString(pack.resolve("actions/it.sh"), text);
        return new Call(new LocalShellScriptRunner()).script(pack, "it.sh");
    }
}
