package io.drover.camelactions.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelactions.testing.Call;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of shell commands, carried out for real. */
class LocalShellCommandRunnerTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void succeedsWithWhatTheCommandWrote() throws InterruptedException {
        Call call = command("echo out; echo err >&2");

        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(result.result())
                .containsEntry("failed", false)
                .containsEntry("succeeded", true)
                .containsEntry("return_code", 0L)
                .containsEntry("stdout", "out")
                .containsEntry("stderr", "err")
                .doesNotContainKey("error");
        assertThat(call.output()).contains("out\n").contains("err\n");
    }

    @Test
    void failsWithTheExitCodeOfTheCommand() throws InterruptedException {
        ActionResult result = command("exit 3").run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(result.result())
                .containsEntry("failed", true)
                .containsEntry("succeeded", false)
                .containsEntry("return_code", 3L);
    }

    @Test
    void isAbandonedWhereSomebodyElseTerminatedTheCommand() throws InterruptedException {
        ActionResult result = command("kill -TERM $$").run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.ABANDONED);
        assertThat(result.result()).containsEntry("return_code", -15L);
    }

    @Test
    void decodesOutputThatIsJsonOfAnyKind() throws InterruptedException {
        assertThat(stdout("echo 42")).isEqualTo(42L);
        assertThat(stdout("echo 1.0")).isEqualTo(1.0);
        assertThat(stdout("echo true")).isEqualTo(true);
        assertThat(stdout("echo null")).isNull();
        assertThat(stdout("echo '\"text\"'")).isEqualTo("text");
        assertThat(stdout("printf '{\"a\": [1, {}]}\\r\\n'")).isEqualTo(Map.of("a", List.of(1L, Map.of())));
    }

    @Test
    void leavesOutputThatIsNotWhollyJsonAsItIs() throws InterruptedException {
        assertThat(stdout("echo '{} {}'")).isEqualTo("{} {}");
        assertThat(stdout("echo 1e999")).isEqualTo("1e999");
        assertThat(stdout("printf 'a\\n\\n'")).isEqualTo("a\n");
        assertThat(stdout("true")).isEqualTo("");
    }

    @Test
    void replacesBytesThatAreNotUtf8() throws InterruptedException {
        assertThat(stdout("printf 'gr\\xfcn grün 😀'")).isEqualTo("gr�n grün 😀");
    }

    @Test
    void runsInTheDirectoryWithTheEnvironmentThatWasGiven() throws InterruptedException, IOException {
        Call call = command("echo $PWD; echo $MINE; env | grep ^ST2_ACTION_ | sort")
                .runner("cwd", folder.toString())
                .runner("env", Map.of("MINE", "it's mine; $HOME", "ST2_ACTION_PACK_NAME", "forged"));

        ActionResult result = call.run();

        assertThat(String.valueOf(result.result().get("stdout")).lines())
                .containsExactly(
                        folder.toRealPath().toString(),
                        "it's mine; $HOME",
                        "ST2_ACTION_API_URL=http://127.0.0.1:9101/v1",
                        "ST2_ACTION_AUTH_TOKEN=a-token",
                        "ST2_ACTION_DEBUG=False",
                        "ST2_ACTION_EXECUTION_ID=" + Call.EXECUTION,
                        "ST2_ACTION_PACK_NAME=test");
    }

    @Test
    void failsWhereTheDirectoryIsMissing() throws InterruptedException {
        ActionResult result = command("true")
                .runner("cwd", folder.resolve("missing").toString())
                .run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(result.result().get("error"))).contains("missing");
    }

    @Test
    void stopsATreeThatIgnoresThePoliteSignalWhenTimeIsOver() throws InterruptedException {
        Call call = command("trap '' TERM; echo $$; (trap '' TERM; sleep 300 & echo $!; wait) & wait")
                .runner("timeout", 1L);

        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.TIMEOUT);
        assertThat(result.result())
                .containsEntry("return_code", -9L)
                .containsEntry("failed", true)
                .containsEntry("error", "Action failed to complete in 1 seconds");
        assertAllAreGone(result, 2);
    }

    @Test
    void stopsAChildInASessionOfItsOwnWhenTimeIsOver() throws InterruptedException {
        Call call = command("setsid bash -c 'trap \"\" TERM; echo $$; while true; do sleep 1; done' & echo $$; wait")
                .runner("timeout", 1L);

        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.TIMEOUT);
        assertAllAreGone(result, 2);
    }

    @Test
    void isCanceledWhileItRuns() throws InterruptedException {
        Call call = command("echo $$; sleep 300 & echo $!; echo started; wait");
        call.whenWritten(text -> {
            if (text.contains("started")) {
                call.cancel();
            }
        });

        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(result.result()).containsEntry("failed", true).containsEntry("error", "Action was canceled");
        assertAllAreGone(result, 2);
    }

    @Test
    void doesNotWaitForAProgramLeftInTheBackground() throws InterruptedException {
        Call call = command("sleep 20 & echo $!");

        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        long left = Long.parseLong(String.valueOf(result.result().get("stdout")));
        assertThat(ProcessHandle.of(left).filter(ProcessHandle::destroyForcibly))
                .isPresent();
    }

    @Test
    void keepsOnlyBothEndsOfAFlood() throws InterruptedException {
        Call call = command("echo first; yes | head -c 50000000; echo last");

        String text = String.valueOf(call.run().result().get("stdout"));

        assertThat(text).startsWith("first\ny\n").endsWith("y\nlast").contains(" characters cut …]");
        assertThat(text.length()).isBetween(2 << 20, (2 << 20) + 100);
    }

    @Test
    void asksSudoWithThePasswordOnItsInput() throws InterruptedException, IOException {
        Call call = command("echo hi").runner("sudo", true).runner("sudo_password", "pass word");

        ActionResult result = withRecordingSudo(call).run();

        assertThat(result.result().get("stdout")).isEqualTo("[-S][-p][][-E][--][bash][-c][echo hi]pass word");
    }

    @Test
    void runsAsTheSystemUserByMeansOfSudo() throws InterruptedException, IOException {
        Call call = new Call(new LocalShellCommandRunner("stanley")).runner("cmd", "echo hi");

        ActionResult result = withRecordingSudo(call).run();

        assertThat(result.result().get("stdout")).isEqualTo("[-E][-H][-u][stanley][--][bash][-c][echo hi]");
    }

    private Call withRecordingSudo(Call call) throws IOException {
        Path sudo = folder.resolve("sudo");
        Files.writeString(sudo, "#!/bin/bash\nprintf '[%s]' \"$@\"; cat\n");
        assertThat(sudo.toFile().setExecutable(true)).isTrue();
        return call.runner("env", Map.of("PATH", folder + ":/usr/bin:/bin"));
    }

    private static Call command(String command) {
        return new Call(new LocalShellCommandRunner()).runner("cmd", command);
    }

    private static @Nullable Object stdout(String command) throws InterruptedException {
        return command(command).run().result().get("stdout");
    }

    private static void assertAllAreGone(ActionResult result, int count) {
        List<Long> pids = String.valueOf(result.result().get("stdout"))
                .lines()
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf)
                .toList();
        assertThat(pids)
                .hasSize(count)
                .allSatisfy(pid -> assertThat(isGone(pid)).isTrue());
    }

    private static boolean isGone(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> process.onExit()
                        .thenApply(exited -> true)
                        .completeOnTimeout(false, 2, TimeUnit.SECONDS)
                        .join())
                .orElse(true);
    }
}
