package io.drover.engine.trace;

import static io.drover.engine.match.Rules.STATE;
import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.commit.Change;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Trace;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From an event to its action, as spans. */
@Timeout(60)
class TracingTest {
    private static final TraceParent SENDER =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HandRunner effects = new HandRunner("effects", true);
    private final Lives lives;

    TracingTest(@TempDir Path folder) {
        lives = Lives.in(folder)
                .with(setup ->
                        setup.run(effects, new HandRunner("pure", false)).traced(Tracing.to(spans::add, 1, () -> NOW)));
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void hangsEventEvaluationEnforcementExecutionAndAttemptOnEachOther() {
        Parts parts = lives.start(Plant.content(alarm(Plant.ACT)));

        Acceptance answer = Await.done(parts.emit(Map.of("host", "a", "token", "s3cret-marker")));
        parts.settle();

        TriggerInstance event = parts.events().get(0);
        Execution execution = parts.executions().get(0);
        Span ofEvent = span("event " + STATE);
        Span evaluation = span("evaluate rules");
        Span enforcement = span("enforce plant.alarm");
        Span run = span("run plant.act");
        Span attempt = span("attempt plant.act");
        assertThat(spans)
                .hasSize(5)
                .allSatisfy(span -> assertThat(span.traceId())
                        .isEqualTo(Tracing.traceId(event.trace().id())))
                .allSatisfy(span -> assertThat(span.attributes())
                        .containsEntry("drover.trace.id", event.trace().id()))
                .allSatisfy(span -> assertThat(span.end()).isAfterOrEqualTo(span.begin()))
                .allSatisfy(span -> assertThat(span.error()).isNull());
        assertThat(spans).extracting(Span::id).doesNotHaveDuplicates();
        assertThat(ofEvent.parent()).isNull();
        assertThat(ofEvent.kind()).isEqualTo(Span.Kind.CONSUMER);
        assertThat(ofEvent.attributes()).containsEntry("drover.event.id", answer.instanceId());
        assertThat(evaluation.parent()).isEqualTo(ofEvent.id());
        assertThat(evaluation.attributes()).containsEntry("drover.enforcements", 1L);
        assertThat(enforcement.parent()).isEqualTo(evaluation.id());
        assertThat(enforcement.attributes()).containsEntry("drover.execution.id", execution.id());
        assertThat(run.parent()).isEqualTo(enforcement.id());
        assertThat(run.attributes())
                .containsEntry("drover.execution.id", execution.id())
                .containsEntry("drover.execution.status", "succeeded")
                .containsEntry("drover.action", "plant.act");
        assertThat(attempt.parent()).isEqualTo(run.id());
        assertThat(attempt.attributes()).containsEntry("drover.attempt", 1L);
        assertThat(spans.toString()).doesNotContain("s3cret-marker");
    }

    @Test
    void goesOnWithTheTraceOfTheSenderAndHandsItToTheAction() {
        Parts parts = lives.start(Plant.content(alarm(Plant.ACT)));

        Await.done(parts.dispatcher().accept(from(SENDER)));
        parts.settle();

        assertThat(spans)
                .hasSize(5)
                .allSatisfy(span -> assertThat(span.traceId()).isEqualTo(SENDER.traceId()));
        assertThat(span("event " + STATE).parent()).isEqualTo(SENDER.spanId());
        assertThat(effects.calls())
                .singleElement()
                .satisfies(context -> assertThat(context.traceParent())
                        .isEqualTo(SENDER.span(span("attempt plant.act").id())));
    }

    @Test
    void goesOnWithTheTraceAfterARestartAndTellsOfTheAttemptThatWasLost() {
        Parts first = lives.start(Plant.content());
        Execution running = running(first, Map.of("user", "anna", TraceParent.NAME, SENDER.header()));

        Parts later = lives.restart();
        later.runs().recover();
        later.settle();

        assertThat(later.execution(running.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(spans)
                .extracting(Span::name)
                .containsExactly("run plant.repeat", "attempt plant.repeat", "attempt plant.repeat");
        assertThat(spans).allSatisfy(span -> assertThat(span.traceId()).isEqualTo(SENDER.traceId()));
        assertThat(spans.get(0).parent()).isEqualTo(SENDER.spanId());
        assertThat(spans.get(1).error()).isEqualTo("lost");
        assertThat(spans.get(2).error()).isNull();
        assertThat(spans.subList(1, 3))
                .extracting(Span::parent)
                .containsOnly(spans.get(0).id());
        assertThat(effects.calls())
                .singleElement()
                .satisfies(context -> assertThat(context.traceParent())
                        .isEqualTo(SENDER.span(spans.get(2).id())));
    }

    /** An execution as a crash leaves it. */
    private static Execution running(Parts parts, Map<String, @Nullable Object> context) {
        CallableAction callable =
                parts.registry().callable(Plant.REPEAT.toString()).orElseThrow();
        Instant now = parts.clock().instant();
        Execution running = parts.requests()
                .execution(callable, Prepared.NOTHING, context, Cause.request("anna"), new Trace("t1", null), now)
                .moved(ExecutionStatus.RUNNING, now);
        parts.committer().commit(Change.of(batch -> batch.insert(running)));
        return running;
    }

    @Test
    void hangsWhatARuleInDrlAskedForOnItsEvent() {
        Parts parts = lives.start(Plant.programs(Map.of("a.drl", """
                package plant;
                import drover.event.plant.State;
                global io.drover.model.action.ActionRequests actions;

                rule "each"
                when
                    State( $host : host )
                then
                    actions.request("plant.act", java.util.Map.of("host", $host));
                end
                """)));

        Await.done(parts.dispatcher().accept(from(SENDER)));
        Await.until("it ran", () -> spans.stream().anyMatch(span -> span.name().equals("run plant.act")));

        assertThat(span("enforce plant.each").parent())
                .isEqualTo(span("event " + STATE).id());
        assertThat(span("run plant.act").parent())
                .isEqualTo(span("enforce plant.each").id());
        assertThat(spans).allSatisfy(span -> assertThat(span.traceId()).isEqualTo(SENDER.traceId()));
    }

    @Test
    void tellsWhatWentWrongByAWordAndNotByItsMessage() {
        Parts parts = lives.start(Plant.content(alarm(Plant.ACT)));
        effects.does(context -> ActionResult.failed("the password s3cret-marker was refused"));

        Await.done(parts.emit(Map.of("host", "a")));
        parts.settle();

        assertThat(span("run plant.act").error()).isEqualTo("failed");
        assertThat(span("attempt plant.act").error()).isEqualTo("failed");
        assertThat(spans.toString()).doesNotContain("s3cret-marker");
    }

    @Test
    void leavesRowsAsTheyAreWhereNobodyTraces() {
        Parts parts = lives.with(setup -> setup.traced(Tracing.OFF)).start(Plant.content(alarm(Plant.ACT)));

        Await.done(parts.dispatcher().accept(from(SENDER)));
        parts.settle();

        assertThat(spans).isEmpty();
        assertThat(parts.executions())
                .singleElement()
                .satisfies(execution -> assertThat(execution.context()).doesNotContainKey(TraceParent.NAME));
        assertThat(parts.events().get(0).trace().parent()).isNull();
        assertThat(effects.calls())
                .singleElement()
                .satisfies(context -> assertThat(context.traceParent()).isNull());
    }

    @Test
    void recordsNothingOfATraceThatItsSenderDoesNotRecordButHandsItOn() {
        TraceParent unsampled = new TraceParent(SENDER.traceId(), SENDER.spanId(), false);
        Parts parts = lives.start(Plant.content(alarm(Plant.ACT)));

        Await.done(parts.dispatcher().accept(from(unsampled)));
        parts.settle();

        assertThat(spans).isEmpty();
        assertThat(effects.calls())
                .singleElement()
                .satisfies(context -> assertThat(context.traceParent())
                        .satisfies(parent -> assertThat(parent.traceId()).isEqualTo(SENDER.traceId()))
                        .satisfies(parent -> assertThat(parent.sampled()).isFalse()));
    }

    @Test
    void recordsAPartOfTheTracesAsItsRatioSays() {
        Tracing half = Tracing.to(span -> {}, 0.5, () -> NOW);
        Tracing none = Tracing.to(span -> {}, 0, () -> NOW);

        long recorded = IntStream.range(0, 1_000)
                .filter(i ->
                        half.ofEnforcement(new Trace("trace-" + i, null), "k").sampled())
                .count();

        assertThat(recorded).isBetween(400L, 600L);
        assertThat(IntStream.range(0, 1_000)
                        .filter(i -> none.ofEnforcement(new Trace("trace-" + i, null), "k")
                                .sampled()))
                .isEmpty();
    }

    @Test
    void hangsTheEventThatAnEndIsOnItsExecution() {
        Parts parts = lives.start(Plant.content(alarm(Plant.ACT)));
        Await.done(parts.dispatcher().accept(from(SENDER)));
        parts.settle();
        Tracing tracing = Tracing.to(spans::add, 1, () -> NOW);

        Trace following = tracing.following(parts.executions().get(0));

        assertThat(following.parent())
                .isEqualTo(SENDER.span(span("run plant.act").id()));
    }

    private Span span(String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span '" + name + "' among " + spans));
    }

    private static Rule alarm(Ref action) {
        return Plant.rule("alarm", action, Map.of("host", "{{ trigger.host }}"), criterion("trigger.host", "eq", "a"));
    }

    private static Emission from(TraceParent sender) {
        Map<String, @Nullable Object> payload = Map.of("host", "a");
        return new Emission(STATE, payload, null, null, Emission.DEDUPE_WINDOW, null, "test", sender);
    }
}
