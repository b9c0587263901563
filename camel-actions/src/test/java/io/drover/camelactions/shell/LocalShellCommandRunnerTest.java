package io.drover.camelactions.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelactions.testing.Call;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.TraceParent;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of shell commands, carried out for real. */
class LocalShellCommandRunnerTest {
    /** Forks twice, so that its parent is gone, and ignores the polite signal. */
    private static final String DAEMON = """
            pid_file=$(mktemp -u)
            (setsid bash -c "trap '' TERM; echo \\$\\$ > $pid_file; while true; do sleep 1; done" &) > /dev/null 2>&1
            wait_for_daemon() { until [ -s $pid_file ]; do sleep 0.02; done; cat $pid_file; rm $pid_file; }
            """;

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
    void handsTheTraceOnInTheEnvironment() throws InterruptedException {
        TraceParent span = new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

        ActionResult traced = command("echo $TRACEPARENT").on(span).run();

        assertThat(traced.result().get("stdout")).isEqualTo(span.header());
    }

    @Test
    void saysThatTheDirectoryIsMissing() throws InterruptedException {
        String missing = folder.resolve("missing").toString();

        assertThat(error(command("true").runner("cwd", missing)))
                .isEqualTo("Expected a directory in parameter 'cwd', but there is none at '" + missing
                        + "'. Create it, or name another one.");
    }

    @Test
    void saysWhatNoProgramCanBeGiven() throws InterruptedException {
        assertThat(error(command("true").runner("env", Map.of("A=B", "c")))).contains("'env'", "'A=B'");
        assertThat(error(command("true").runner("env", Map.of("A", "b\0c")))).contains("'env'", "'A'");
        assertThat(error(command("echo \0"))).contains("Tried to start 'bash'", "null character");
        assertThat(error(command("true " + "x".repeat(1 << 18)))).contains("Argument list too long");
    }

    @Test
    void readsNothing() throws InterruptedException {
        assertThat(stdout("cat; read -r line || echo nothing")).isEqualTo("nothing");
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
    void stopsADaemonThatLeftItsParentAndItsSession() throws InterruptedException {
        Call call = command(DAEMON + "wait_for_daemon; sleep 300").runner("timeout", 2L);

        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.TIMEOUT);
        assertAllAreGone(result, 1);
    }

    @Test
    void stopsADaemonThatLeftItsParentAndItsSessionOnCancelToo() throws InterruptedException {
        Call call = command(DAEMON + "wait_for_daemon; echo started; sleep 300");
        call.whenWritten(text -> {
            if (text.contains("started")) {
                call.cancel();
            }
        });

        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.CANCELED);
        assertAllAreGone(result, 1);
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
    void keepsOnlyBothEndsOfABinaryFloodWithoutLines() throws InterruptedException {
        Call call = command("head -c 50000000 /dev/zero | tr '\\0' '\\377'").forgettingOutput();

        ActionResult result = call.run();

        String text = String.valueOf(result.result().get("stdout"));
        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(text).startsWith("\ufffd").endsWith("\ufffd").contains("[… 47902848 characters cut …]");
        assertThat(text.length()).isBetween(2 << 20, (2 << 20) + 100);
    }

    @Test
    void asksSudoWithThePasswordOnItsInput() throws InterruptedException, IOException {
        Call call = command("echo hi").runner("sudo", true).runner("sudo_password", "pass word");

        ActionResult result = withRecordingSudo(call).run();

        assertThat(result.result().get("stdout")).isEqualTo("[-S][-p][][-E][--][bash][-c][echo hi]pass word");
    }

    @Test
    void tellsThatSudoRefusedThePassword() throws InterruptedException, IOException {
        Path sudo = folder.resolve("sudo");
        Files.writeString(sudo, "#!/bin/bash\necho 'sudo: 1 incorrect password attempt' >&2; exit 1\n");
        assertThat(sudo.toFile().setExecutable(true)).isTrue();

        ActionResult result = command("echo hi")
                .runner("sudo", true)
                .runner("sudo_password", "wrong")
                .runner("env", Map.of("PATH", folder + ":/usr/bin:/bin"))
                .run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(result.result()).containsEntry("return_code", -1L);
        assertThat(String.valueOf(result.result().get("error"))).contains("Invalid sudo password");
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

    private static String error(Call call) throws InterruptedException {
        ActionResult result = call.run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        return String.valueOf(result.result().get("error"));
    }

    private static void assertAllAreGone(ActionResult result, int count) {
        List<Long> pids = String.valueOf(result.result().get("stdout"))
                .lines()
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf)
                .toList();
        assertThat(pids)
                .hasSize(count)
                .allSatisfy(pid -> Await.until(pid + " is gone", Duration.ofSeconds(5), () -> !isRunning(pid)));
    }

    /** A process that ended is still there until its parent asks for its end, but it has no program any more. */
    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }
}
