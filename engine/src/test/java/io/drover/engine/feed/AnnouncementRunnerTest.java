package io.drover.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Feed;
import io.drover.engine.api.Feed.Happening;
import io.drover.model.action.Action;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Claim;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnnouncementRunnerTest {
    private static final Ref ACTION = Ref.of("chat", "post");

    private final CommittedFeed feed = new CommittedFeed();
    private final AnnouncementRunner runner = new AnnouncementRunner(feed);

    @Test
    void announcesTheParametersOfItsActionWithSecretsMasked() throws InterruptedException {
        List<Happening> told;
        ActionResult result;

        try (Feed.Listening listening = feed.listen(10)) {
            result = runner.run(
                    context(Map.of("experimental", true, "route", "chat"), Map.of("message", "hi", "token", "s3cret")));
            told = listening.next(Duration.ofSeconds(20));
        }

        Map<String, @Nullable Object> payload = Map.of("message", "hi", "token", "********");
        assertThat(told).containsExactly(new Feed.Announced(0, "chat", payload, new Trace("t1", "night")));
        assertThat(result)
                .isEqualTo(ActionResult.succeeded(Map.of("output", payload, "message", "hi", "token", "********")));
    }

    @Test
    void failsUnlessItIsCalledAnExperiment() {
        ActionResult result = runner.run(context(Map.of("experimental", false, "route", "chat"), Map.of()));

        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(result.result())).contains("'experimental'");
    }

    private static ActionContext context(
            Map<String, @Nullable Object> ofRunner, Map<String, @Nullable Object> ofAction) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Execution execution = new Execution(
                "0123456789abcdef01234567",
                ACTION,
                "announcement",
                "hash",
                ExecutionStatus.REQUESTED,
                Map.of(),
                null,
                Map.of(),
                Cause.request("anna"),
                new Trace("t1", "night"),
                Claim.NONE,
                now,
                null,
                null,
                List.of());
        Action action = new Action(
                ACTION, null, true, "announcement", "", null, Map.of(), null, null, List.of(), null, false, null);
        return new ActionContext(
                execution,
                action,
                ofRunner,
                ofAction,
                List.of("token"),
                Map.of(),
                URI.create("http://127.0.0.1:9101/v1"),
                "token",
                (stream, text) -> {},
                new ActionContext.Cancellation() {
                    @Override
                    public void whenCanceled(Runnable stop) {
                        // never is
                    }

                    @Override
                    public boolean isCanceled() {
                        return false;
                    }

                    @Override
                    public Duration grace() {
                        return Duration.ZERO;
                    }
                });
    }
}
