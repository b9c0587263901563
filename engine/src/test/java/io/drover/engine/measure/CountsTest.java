package io.drover.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.drover.engine.api.Metric;
import io.drover.engine.api.Metric.Sample;
import io.drover.engine.measure.StackStormMetric.Counted;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Claim;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.StatusChange;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.LimitedMatches;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountsTest {
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    private final Counts counts = new Counts();

    @Test
    void countsWhatStackStormCounts() {
        counts.count(List.of(
                AuditRecord.of("hook", "accepted", "event", "v1", "t1", AT).with("trigger", "ops.alert"),
                AuditRecord.of("engine", "enforced", "rule", "ops.say", "t1", AT),
                AuditRecord.of("engine", "requested", "execution", "e1", "t1", AT)
                        .with("action", "core.local"),
                AuditRecord.of("engine", "started", "execution", "e1", "t1", AT).with("action", "core.local"),
                AuditRecord.of("engine", "succeeded", "execution", "e1", "t1", AT)
                        .with("action", "core.local"),
                AuditRecord.of("ann", "disabled", "rule", "ops.say", null, AT)));

        assertThat(values("st2_trigger_processed_total")).isEqualTo(Map.of(Map.of("trigger", "ops.alert"), 1.0));
        assertThat(values("st2_rule_matched_total")).isEqualTo(Map.of(Map.of("rule", "ops.say"), 1.0));
        assertThat(values("st2_rule_processed_total")).isEqualTo(Map.of(Map.of("rule", "ops.say"), 1.0));
        assertThat(values("st2_action_executions_total")).isEqualTo(Map.of(Map.of("action", "core.local"), 1.0));
        assertThat(values("drover_executions_status_total"))
                .isEqualTo(Map.of(
                        Map.of("status", "requested"), 1.0,
                        Map.of("status", "running"), 1.0,
                        Map.of("status", "succeeded"), 1.0));
    }

    @Test
    void addsHowLongExecutionsWaitedAndRan() {
        counts.ended(ran(Duration.ofMillis(200), Duration.ofSeconds(3)));
        counts.ended(ran(Duration.ofMillis(200), Duration.ofSeconds(5)));

        assertThat(metric("st2_action_executions_seconds").samples())
                .containsExactly(
                        new Sample("_sum", Map.of("action", "core.local"), 8),
                        new Sample("_count", Map.of("action", "core.local"), 2));
        assertThat(metric("drover_execution_run_seconds").samples())
                .contains(
                        new Sample("_bucket", Map.of("le", "1.0"), 0),
                        new Sample("_bucket", Map.of("le", "5.0"), 2),
                        new Sample("_bucket", Map.of("le", "+Inf"), 2),
                        new Sample("_sum", Map.of(), 8),
                        new Sample("_count", Map.of(), 2));
        assertThat(metric("drover_execution_wait_seconds").samples())
                .contains(new Sample("_bucket", Map.of("le", "0.1"), 0), new Sample("_bucket", Map.of("le", "0.5"), 2));
    }

    @Test
    void countsWhatWasStoppedByWhatStoppedIt() {
        counts.limited(List.of(limited("throttle", 3), limited("silence", 1)));
        counts.limited(List.of(limited("throttle", 2)));

        assertThat(values("drover_rules_limited_total"))
                .isEqualTo(Map.of(Map.of("limit", "throttle"), 5.0, Map.of("limit", "silence"), 1.0));
    }

    private static LimitedMatches limited(String limit, long count) {
        return new LimitedMatches(Ref.of("ops", "say"), 1, limit, "", AT, "e1", "e2", AT, AT, count);
    }

    @Test
    void holdsABoundedNumberOfNames() {
        counts.count(IntStream.range(0, 100_000)
                .mapToObj(i -> AuditRecord.of("hook", "accepted", "event", "v", "t", AT)
                        .with("trigger", "ops.t" + i))
                .toList());

        Map<Map<String, String>, Double> values = values("st2_trigger_processed_total");
        assertThat(values).hasSize(1_001).containsEntry(Map.of("trigger", "other"), 99_000.0);
        assertThat(values.values().stream().mapToDouble(value -> value).sum()).isEqualTo(100_000);
    }

    @Test
    void countsForAllNamesThatStackStormHas() {
        assertThat(new Counted(StackStormMetric.EXECUTIONS, "core.local")
                        .metric()
                        .names("core.local"))
                .containsExactly("action.executions", "action.core.local.executions");
        assertThat(StackStormMetric.STATUS.names("failed")).containsExactly("action.executions.failed");
    }

    @Test
    void takesNoMetricWhoseNameIsNotByTheRules() {
        assertThatIllegalArgumentException().isThrownBy(() -> Metric.counter("drover_events", "Events.", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Metric.gauge("drover_events_total", "Events.", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Metric.gauge("drover.events", "Events.", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Metric.gauge("drover_events", " ", 1));
    }

    private Metric metric(String name) {
        return counts.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Map<Map<String, String>, Double> values(String name) {
        return metric(name).samples().stream().collect(Collectors.toMap(Sample::labels, Sample::value));
    }

    private static Execution ran(Duration waited, Duration took) {
        Execution requested = new Execution(
                "e1",
                Ref.of("core", "local"),
                "local-shell-cmd",
                "1",
                ExecutionStatus.REQUESTED,
                Map.of(),
                null,
                Map.of(),
                Cause.request("ann"),
                new Trace("t1", null),
                Claim.NONE,
                AT,
                null,
                null,
                List.of(new StatusChange(ExecutionStatus.REQUESTED, AT)));
        return requested
                .moved(ExecutionStatus.RUNNING, AT.plus(waited))
                .completedWith(ActionResult.succeeded(Map.of()), AT.plus(waited).plus(took));
    }
}
