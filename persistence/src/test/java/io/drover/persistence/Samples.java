package io.drover.persistence;

import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Claim;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Position;
import io.drover.model.execution.Sealed;
import io.drover.model.execution.StatusChange;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleMatch;
import io.drover.model.store.Audit;
import io.drover.model.store.Executions;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records to store, numbered: the same number belongs to the same event. */
final class Samples {
    static final Instant START = Instant.parse("2026-03-01T10:00:00.123456Z");
    static final int NODE = 1;
    static final Ref RULE = Ref.of("ops", "restart");

    private Samples() {}

    static String id(int kind, int number) {
        return HexFormat.of().toHexDigits(kind) + HexFormat.of().toHexDigits((long) number);
    }

    static Instant at(int number) {
        return START.plusMillis(number);
    }

    static Map<String, @Nullable Object> payload(int number) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("host", "web-" + number % 50);
        payload.put("service", "checkout");
        payload.put("state", "CRITICAL");
        payload.put("count", (long) number);
        payload.put("load", 0.5 + number);
        payload.put("tags", List.of("production", "eu-west", "tier-1"));
        payload.put(
                "output", "HTTP CRITICAL: HTTP/1.1 503 Service Unavailable - 412 bytes in 0.004 second response time");
        return payload;
    }

    static TriggerInstance event(int number) {
        return event(number, payload(number), "check-" + number);
    }

    static TriggerInstance event(int number, Map<String, @Nullable Object> payload, @Nullable String dedupeKey) {
        return new TriggerInstance(
                id(1, number),
                Ref.of("monitoring", "alert"),
                Ref.of("monitoring", "alert"),
                payload,
                at(number),
                at(number).plusMillis(5),
                dedupeKey,
                "monitoring.listener",
                new Trace(id(9, number), null));
    }

    static TriggerInstances.Entry entry(TriggerInstance event, long batch, int place) {
        return new TriggerInstances.Entry(event, new Position(NODE, batch, place), Duration.ofHours(1));
    }

    static RuleEnforcement enforcement(int number) {
        return new RuleEnforcement(
                id(2, number),
                RuleMatch.key(RULE, 0, id(1, number)),
                RULE,
                3,
                0,
                id(1, number),
                RuleEnforcement.Status.SUCCEEDED,
                id(3, number),
                null,
                null,
                id(9, number),
                at(number).plusMillis(6));
    }

    static Execution execution(int number) {
        Instant requested = at(number).plusMillis(7);
        return new Execution(
                id(3, number),
                Ref.of("core", "local"),
                "local-shell-cmd",
                "a".repeat(64),
                ExecutionStatus.RUNNING,
                Map.of("cmd", "systemctl restart checkout", "hosts", "web-" + number % 50),
                null,
                Map.of("user", "stanley", "trace_context", Map.of("id_", id(9, number))),
                new Cause(
                        "stanley",
                        RULE,
                        3,
                        Ref.of("monitoring", "alert"),
                        Ref.of("monitoring", "alert"),
                        id(1, number),
                        null),
                new Trace(id(9, number), null),
                new Claim(1, "node-1"),
                requested,
                null,
                null,
                List.of(
                        new StatusChange(ExecutionStatus.REQUESTED, requested),
                        new StatusChange(ExecutionStatus.SCHEDULED, requested),
                        new StatusChange(ExecutionStatus.RUNNING, requested)));
    }

    static Execution secret(int number) {
        Execution plain = execution(number);
        return new Execution(
                plain.id(),
                plain.action(),
                plain.runnerType(),
                plain.actionRevision(),
                plain.status(),
                plain.parameters(),
                new Sealed(new byte[] {1, 2, 3, 0, -1}),
                plain.context(),
                Cause.request("ada"),
                new Trace(id(9, number), "deploy 12"),
                plain.claim(),
                plain.requestedAt(),
                null,
                null,
                plain.log());
    }

    static Executions.Entry entry(Execution execution, long batch, int place) {
        return new Executions.Entry(execution, new Position(NODE, batch, place));
    }

    static Execution completed(Execution execution) {
        return execution.completedWith(
                ActionResult.succeeded(Map.of("stdout", "done", "stderr", "", "return_code", 0L, "succeeded", true)),
                execution.requestedAt().plusMillis(1_500));
    }

    static Audit.Entry audit(int number, String what, String kind, String subject, long batch, int place) {
        return new Audit.Entry(
                AuditRecord.of("engine", what, kind, subject, id(9, number), at(number)),
                new Position(NODE, batch, place));
    }
}
