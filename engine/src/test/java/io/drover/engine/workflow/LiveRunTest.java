package io.drover.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.rehearse.Await;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRunTest {
    @AutoClose
    private final Flows flows;

    LiveRunTest(@TempDir Path folder) {
        flows = new Flows(folder).with("flow", """
                version: 1.0
                tasks:
                  first: {action: plant.calc}
                """).start();
    }

    @Test
    void looksOnceHoweverOftenTheDatabaseWasAway() {
        WorkflowPlane plane = flows.parts().workflows();
        Execution ended = flows.run("flow", Map.of());
        LiveRun run = new LiveRun("nothing", plane);
        flows.parts().store().deaf(true);

        for (int i = 0; i < 5; i++) {
            assertThat(Await.failure(told(run, ended))).isInstanceOf(DroverException.class);
            assertThat(plane.waiting()).isLessThanOrEqualTo(1);
        }

        Await.until("one look waits", () -> plane.waiting() == 1);
        flows.parts().store().deaf(false);
        Await.until("it has looked", () -> plane.waiting() == 0);
    }

    @Test
    void tellsAgainWhatNobodyElseTells() {
        Execution ended = flows.run("flow", Map.of());
        News moved = new News.Moved(ended);
        News refused = new News.Refused(ended);

        List<News> again = News.unanswered(
                List.of(new News.Look(), moved, end(ended, new CompletableFuture<>()), new News.Look(), refused));

        assertThat(again).containsExactly(moved, refused);
    }

    private static CompletableFuture<Outcome> told(LiveRun run, Execution ended) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        run.tell(end(ended, answer));
        return answer;
    }

    private static News end(Execution ended, CompletableFuture<Outcome> answer) {
        return new News.Ended(List.of(ended), Change.of(batch -> {}), answer);
    }
}
