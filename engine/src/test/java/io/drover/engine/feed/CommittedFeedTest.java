package io.drover.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Feed;
import io.drover.engine.api.Feed.Happening;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittedFeedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HandRunner effects = new HandRunner("effects", true);
    private final CommittedFeed feed = new CommittedFeed();
    private final Lives lives;

    CommittedFeedTest(@TempDir Path folder) {
        lives = Lives.in(folder).with(setup -> setup.run(effects, new HandRunner("pure", false)));
    }

    @BeforeEach
    void start() {
        Parts parts = lives.start(Plant.content(Plant.rule("alarm", Plant.ACT, Map.of("host", "a"))));
        parts.committer().follower(feed::committed);
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void tellsOfAnExecutionFromItsRequestToItsEnd() throws InterruptedException {
        effects.does(context -> {
            context.output().write(OutputChunk.Stream.STDOUT, "hello");
            return ActionResult.succeeded(Map.of());
        });
        List<Happening> told;

        try (Feed.Listening listening = feed.listen(100)) {
            Await.done(lives.now().emit(Map.of()));
            told = untilCompleted(listening);
        }

        Execution execution = lives.now().executions().get(0);
        assertThat(told)
                .extracting(CommittedFeedTest::inWords)
                .containsExactly("requested requested", "changed running", "written hello", "changed succeeded");
        assertThat(told.get(3))
                .isInstanceOfSatisfying(
                        Feed.Changed.class,
                        changed -> assertThat(changed.execution()).isEqualTo(execution));
        assertThat(told).extracting(Happening::batch).isSorted();
    }

    private static List<Happening> untilCompleted(Feed.Listening listening) throws InterruptedException {
        List<Happening> told = new ArrayList<>();
        while (told.stream()
                .noneMatch(one -> one instanceof Feed.Changed changed
                        && changed.execution().status() == ExecutionStatus.SUCCEEDED)) {
            List<Happening> next = listening.next(PATIENCE);
            assertThat(next).isNotEmpty();
            told.addAll(next);
        }
        return told;
    }

    private static String inWords(Happening happening) {
        if (happening instanceof Feed.Requested requested) {
            return "requested " + requested.execution().status().word();
        }
        if (happening instanceof Feed.Changed changed) {
            return "changed " + changed.execution().status().word();
        }
        return happening instanceof Feed.Written written
                ? "written " + written.chunk().text()
                : "announced";
    }

    @Test
    void doesNotWaitForAListenerThatIsTooSlow() throws InterruptedException {
        try (Feed.Listening slow = feed.listen(1);
                Feed.Listening quick = feed.listen(100)) {
            for (int i = 0; i < 3; i++) {
                feed.announce("general", Map.of("n", i), new Trace("t", null));
            }

            assertThat(slow.next(PATIENCE)).hasSize(1);
            assertThat(slow.missed()).isTrue();
            assertThat(slow.missed()).isFalse();
            assertThat(quick.next(PATIENCE)).hasSize(3);
            assertThat(quick.missed()).isFalse();
        }
    }

    @Test
    void tellsNothingToWhoHasStoppedListening() throws InterruptedException {
        Feed.Listening gone = feed.listen(10);
        gone.close();

        feed.announce("general", Map.of(), new Trace("t", null));

        assertThat(gone.next(Duration.ZERO)).isEmpty();
    }
}
