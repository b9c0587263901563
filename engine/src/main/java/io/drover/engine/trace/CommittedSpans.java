package io.drover.engine.trace;

import io.drover.engine.commit.Batch;
import io.drover.engine.trace.Attempts.Attempt;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Trace;
import io.drover.model.execution.TraceParent;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The spans that are over with one commit: events, enforcements, and executions that ended. */
final class CommittedSpans {
    private final Tracing tracing;
    private final Consumer<Span> sink;
    private final Instant now;

    CommittedSpans(Tracing tracing, Consumer<Span> sink, Instant now) {
        this.tracing = tracing;
        this.sink = sink;
        this.now = now;
    }

    /** @param fenced ids of the executions whose update was not written */
    void of(Batch batch, Set<String> fenced) {
        Map<String, TriggerInstance> events = new HashMap<>();
        for (TriggerInstances.Entry entry : batch.accepted()) {
            events.put(entry.instance().id(), entry.instance());
            event(entry.instance());
        }
        Map<String, Execution> executions = new HashMap<>();
        for (Execution execution : batch.requested()) {
            executions.put(execution.id(), execution);
            ended(execution);
        }
        for (RuleEnforcement enforcement : batch.enforced()) {
            enforcement(enforcement, events.get(enforcement.triggerInstance()), executions);
        }
        for (Execution execution : batch.changed()) {
            if (!fenced.contains(execution.id())) {
                ended(execution);
            }
        }
    }

    private void event(TriggerInstance event) {
        TraceParent parent = event.trace().parent();
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put("drover.trace.id", event.trace().id());
        attributes.put("drover.event.id", event.id());
        attributes.put("drover.trigger", event.trigger().toString());
        attributes.put("drover.source", event.source());
        tell(
                tracing.ofEvent(event),
                parent == null ? null : parent.spanId(),
                "event " + event.triggerType(),
                Span.Kind.CONSUMER,
                event.acceptedAt(),
                now,
                attributes,
                null);
    }

    /**
     * Tells of an enforcement.
     *
     * @param event null where it was committed before, as with rules in DRL
     * @param requested those of the same commit
     */
    private void enforcement(
            RuleEnforcement enforcement, @Nullable TriggerInstance event, Map<String, Execution> requested) {
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put("drover.trace.id", enforcement.traceId());
        attributes.put("drover.event.id", enforcement.triggerInstance());
        attributes.put("drover.rule", enforcement.rule().toString());
        attributes.put("drover.rule.revision", (long) enforcement.ruleRevision());
        if (enforcement.executionId() != null) {
            attributes.put("drover.execution.id", enforcement.executionId());
        }
        if (enforcement.status() == RuleEnforcement.Status.SHADOW) {
            attributes.put("drover.rule.shadow", "true");
        }
        if (enforcement.status() == RuleEnforcement.Status.LIMITED) {
            attributes.put("drover.rule.limited", String.valueOf(enforcement.failureReason()));
        }
        Execution execution = enforcement.executionId() == null ? null : requested.get(enforcement.executionId());
        Trace trace = trace(enforcement, event, execution);
        tell(
                tracing.ofEnforcement(trace, enforcement.key()),
                event == null
                        ? tracing.ofEvent(trace, enforcement.triggerInstance()).spanId()
                        : tracing.ofEvaluation(event).spanId(),
                "enforce " + enforcement.rule(),
                Span.Kind.INTERNAL,
                enforcement.at(),
                now,
                attributes,
                enforcement.status() == RuleEnforcement.Status.FAILED ? "failed" : null);
    }

    private static Trace trace(
            RuleEnforcement enforcement, @Nullable TriggerInstance event, @Nullable Execution execution) {
        if (event != null) {
            return event.trace();
        }
        return new Trace(enforcement.traceId(), null, execution == null ? null : execution.traceParent());
    }

    private void ended(Execution execution) {
        Instant end = execution.endedAt();
        if (end == null || !execution.status().isCompleted()) {
            return;
        }
        TraceParent parent = execution.traceParent();
        TraceParent own = tracing.ofExecution(execution);
        tell(
                own,
                parent == null ? null : parent.spanId(),
                "run " + execution.action(),
                Span.Kind.INTERNAL,
                execution.requestedAt(),
                end,
                attributes(execution),
                error(execution.status()));
        List<Attempt> attempts = Attempts.of(execution);
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            Map<String, Object> attributes = attributes(execution);
            attributes.put("drover.attempt", i + 1L);
            attributes.put("drover.runner", execution.runnerType());
            tell(
                    tracing.ofAttempt(execution, i + 1),
                    own.spanId(),
                    "attempt " + execution.action(),
                    Span.Kind.INTERNAL,
                    attempt.begin(),
                    attempt.end() == null ? end : attempt.end(),
                    attributes,
                    error(attempt.last() == null ? execution.status() : attempt.last()));
        }
    }

    private static Map<String, Object> attributes(Execution execution) {
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put("drover.trace.id", execution.trace().id());
        attributes.put("drover.execution.id", execution.id());
        attributes.put("drover.execution.status", execution.status().word());
        attributes.put("drover.action", execution.action().toString());
        return attributes;
    }

    /** What ran and was begun anew was lost with its daemon. */
    private static @Nullable String error(ExecutionStatus last) {
        return switch (last) {
            case SUCCEEDED -> null;
            case REQUESTED -> "lost";
            default -> last.word();
        };
    }

    private void tell(
            TraceParent own,
            @Nullable String parent,
            String name,
            Span.Kind kind,
            Instant begin,
            Instant end,
            Map<String, Object> attributes,
            @Nullable String error) {
        if (own.sampled()) {
            sink.accept(new Span(
                    own.traceId(),
                    own.spanId(),
                    parent,
                    name,
                    kind,
                    begin,
                    end.isBefore(begin) ? begin : end,
                    attributes,
                    error));
        }
    }
}
