package io.drover.engine.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.silence.StoredFreezes;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executions that start some time after they were asked for. */
class DelayTest {
    private static final Duration DELAY = Duration.ofMinutes(10);

    private final HandRunner effects = new HandRunner("effects", true);
    private final Lives lives;

    DelayTest(@TempDir Path folder) {
        lives = Lives.in(folder).with(setup -> setup.run(effects, new HandRunner("pure", false)));
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void startsWhenItIsDueAndNotBefore() {
        Parts parts = lives.start(Plant.content());
        Execution delayed = request(parts, "plant.act");
        parts.clock().advance(DELAY.minusMillis(1));
        Execution other = Requested.run(parts, Plant.ACT, Map.of());
        Await.until("the other one ran", () -> isCompleted(parts, other));
        ExecutionStatus before = parts.execution(delayed.id()).status();

        parts.clock().advance(Duration.ofMillis(1));
        Await.until("it ran", () -> isCompleted(parts, delayed));

        assertThat(before).isEqualTo(ExecutionStatus.DELAYED);
        assertThat(parts.statuses(delayed.id()))
                .containsExactly(
                        ExecutionStatus.REQUESTED,
                        ExecutionStatus.DELAYED,
                        ExecutionStatus.SCHEDULED,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.SUCCEEDED);
    }

    @Test
    void startsDuringAFreezeThatCameAfterItsRequest() {
        Parts parts = lives.start(Plant.content());
        Execution delayed = request(parts, "plant.act");

        new StoredFreezes(parts.silences(), parts.ids(), parts.clock()).start(null, true, "storm", Parts.ADMIN);
        parts.clock().advance(DELAY);
        Await.until("it ran", () -> isCompleted(parts, delayed));

        assertThat(parts.execution(delayed.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void doesNotCountAsOpenWhileItWaits() {
        Parts parts = lives.start(Plant.content());

        request(parts, "plant.calc");

        assertThat(parts.runs().delayed()).isEqualTo(1);
        assertThat(parts.runs().open()).isZero();
    }

    @Test
    void startsWhenItIsDueThoughTheDaemonEndedMeanwhile() {
        Execution delayed = request(lives.start(Plant.content()), "plant.calc");
        Parts later = lives.restart();
        later.runs().recover();
        ExecutionStatus after = later.execution(delayed.id()).status();

        later.clock().advance(DELAY);
        Await.until("it ran", () -> isCompleted(later, delayed));

        assertThat(after).isEqualTo(ExecutionStatus.DELAYED);
        assertThat(later.execution(delayed.id()).claim().attempt()).isEqualTo(2);
        assertThat(later.execution(delayed.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void neverStartsWhatWasCancelledMeanwhile() {
        Parts parts = lives.start(Plant.content());
        Execution delayed = request(parts, "plant.act");

        Execution canceled = Await.done(parts.runs().cancel(delayed, "anna"));
        parts.clock().advance(DELAY);
        Execution other = Requested.run(parts, Plant.ACT, Map.of("host", "other"));
        Await.until("the other one ran", () -> isCompleted(parts, other));

        assertThat(canceled.status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(parts.execution(delayed.id()).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(parts.runs().delayed()).isZero();
        assertThat(effects.calls()).hasSize(1);
    }

    private static boolean isCompleted(Parts parts, Execution execution) {
        return parts.execution(execution.id()).status().isCompleted();
    }

    private static Execution request(Parts parts, String action) {
        ExecutionRequest asked = new ExecutionRequest(action, Map.of(), Map.of("delay", 1L), null, DELAY);
        return Await.done(parts.executionRequests().request(asked, Parts.ADMIN));
    }
}
