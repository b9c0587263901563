package io.drover.engine.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.secret.Veil;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What actions write while they run. */
class OutputTest {
    private final HandRunner effects = new HandRunner("effects", true);
    private final Lives lives;

    OutputTest(@TempDir Path folder) {
        lives = Lives.in(folder).with(setup -> setup.run(effects, new HandRunner("pure", false)));
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void outputIsStoredInOrderBeforeTheResult() {
        Parts parts = lives.start(Plant.content());
        effects.does(context -> {
            context.output().write(OutputChunk.Stream.STDOUT, "one\n");
            context.output().write(OutputChunk.Stream.STDERR, "two\n");
            context.output().write(OutputChunk.Stream.STDOUT, "three\n");
            throw new IllegalStateException("boom");
        });

        Execution execution = Requested.run(parts, Plant.ACT, Map.of());
        Await.until(
                "it is completed",
                () -> parts.execution(execution.id()).status().isCompleted());

        List<OutputChunk> output = output(parts, execution);
        assertThat(output).extracting(OutputChunk::number).containsExactly(0, 1, 2);
        assertThat(output).extracting(OutputChunk::text).containsExactly("one\n", "two\n", "three\n");
        assertThat(output)
                .extracting(OutputChunk::stream)
                .containsExactly(OutputChunk.Stream.STDOUT, OutputChunk.Stream.STDERR, OutputChunk.Stream.STDOUT);
    }

    @Test
    void whatAnActionTellsOfItsSecretsIsMasked() {
        Parts parts = lives.start(Plant.content());
        AtomicReference<String> token = new AtomicReference<>("");
        effects.does(context -> {
            token.set(context.apiToken());
            for (String piece : List.of("it is s3", "cr", "et and ", context.apiToken(), ", s3c")) {
                context.output().write(OutputChunk.Stream.STDOUT, piece);
            }
            return ActionResult.succeeded(Map.of("stdout", "s3cret", "token", context.apiToken(), "host", "a"));
        });

        Execution execution = Requested.run(parts, Plant.ACT, Map.of("host", "a", "token", "s3cret"));
        parts.settle();

        assertThat(text(parts, execution)).isEqualTo("it is ******** and ********, s3c");
        assertThat(parts.execution(execution.id()).result())
                .isEqualTo(Map.of("stdout", "********", "token", "********", "host", "a"));
        assertThat(token.get()).isNotEmpty();
    }

    @Test
    void aFailureOfARunnerDoesNotTellASecret() {
        Parts parts = lives.start(Plant.content());
        effects.does(context -> {
            throw new IllegalStateException("cannot log in with s3cret");
        });

        Execution execution = Requested.run(parts, Plant.ACT, Map.of("token", "s3cret"));
        parts.settle();

        assertThat(parts.execution(execution.id()).result())
                .isEqualTo(Map.of("error", "IllegalStateException: cannot log in with ********"));
    }

    @Test
    void aFloodOfOutputIsCutAndMarked() {
        Parts parts = lives.start(Plant.content());
        String piece = "x".repeat(999);
        effects.does(context -> {
            for (int i = 0; i < 20_000; i++) {
                context.output().write(OutputChunk.Stream.STDOUT, piece);
            }
            return ActionResult.succeeded(Map.of());
        });

        Execution execution = Requested.run(parts, Plant.ACT, Map.of());
        parts.settle();

        String all = text(parts, execution);
        assertThat(parts.execution(execution.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(all).startsWith("x".repeat(10_000) + "\n[Output was cut here: more than 10000 characters.]");
        assertThat(all).hasSizeLessThan(10_100);
    }

    @Test
    void aProgramThatWritesFasterThanItIsStoredWaits() {
        Parts parts = lives.start(Plant.content());
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        OutputSpool spool =
                new OutputSpool("x", 1, Veil.over(List.of()), parts.committer(), parts.clock(), Long.MAX_VALUE);
        parts.store().hold(go, reached);
        Thread program = new Thread(() -> {
            for (int i = 0; i < 10; i++) {
                spool.write(OutputChunk.Stream.STDOUT, "x".repeat(100_000));
            }
            written.countDown();
        });

        program.start();
        Await.until("the program waits", () -> program.getState() == Thread.State.TIMED_WAITING);
        long early = written.getCount();
        go.countDown();
        Await.until("the program ends", () -> written.getCount() == 0);
        spool.finish();

        assertThat(early).isEqualTo(1);
        assertThat(lives.memory()
                        .<List<OutputChunk>>read(
                                transaction -> transaction.outputs().list("x", 0)))
                .extracting(chunk -> chunk.text().length())
                .satisfies(lengths -> assertThat(
                                lengths.stream().mapToInt(each -> (int) each).sum())
                        .isEqualTo(1_000_000));
    }

    private static List<OutputChunk> output(Parts parts, Execution execution) {
        return parts.store().read(transaction -> transaction.outputs().list(execution.id(), 0));
    }

    private static String text(Parts parts, Execution execution) {
        StringBuilder all = new StringBuilder();
        output(parts, execution).forEach(chunk -> all.append(chunk.text()));
        return all.toString();
    }
}
