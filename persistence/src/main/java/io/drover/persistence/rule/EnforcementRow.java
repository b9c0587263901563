package io.drover.persistence.rule;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleEnforcement;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What came of a match. */
@Entity
@Table(name = "enforcement")
class EnforcementRow {
    static final BulkInsert<EnforcementRow> INSERT = BulkInsert.<EnforcementRow>into("enforcement")
            .text("id", row -> row.id)
            .text("match_key", row -> row.key)
            .text("rule_ref", row -> row.rule)
            .text("rule_id", row -> row.ruleId)
            .number("rule_revision", row -> row.ruleRevision)
            .number("action_index", row -> row.actionIndex)
            .text("trigger_instance", row -> row.triggerInstance)
            .text("status", row -> row.status)
            .text("execution", row -> row.execution)
            .text("failure_reason", row -> row.failureReason)
            .json("parameters", row -> row.parameters)
            .text("trace_id", row -> row.traceId)
            .instant("enforced_at", row -> row.enforcedAt)
            .end();

    @Id
    String id;

    @Column(name = "seq", insertable = false, updatable = false)
    long sequence;

    @Column(name = "match_key")
    String key;

    @Column(name = "rule_ref")
    String rule;

    @Column(name = "rule_id")
    String ruleId;

    @Column(name = "rule_revision")
    int ruleRevision;

    @Column(name = "action_index")
    int actionIndex;

    @Column(name = "trigger_instance")
    String triggerInstance;

    String status;

    @Nullable
    String execution;

    @Column(name = "failure_reason")
    @Nullable
    String failureReason;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String parameters;

    @Column(name = "trace_id")
    String traceId;

    @Column(name = "enforced_at")
    Instant enforcedAt;

    @SuppressWarnings("NullAway.Init")
    EnforcementRow() {}

    static EnforcementRow of(RuleEnforcement enforcement) {
        EnforcementRow row = new EnforcementRow();
        row.id = enforcement.id();
        row.key = enforcement.key();
        row.rule = enforcement.rule().toString();
        row.ruleId = Kind.RULE.id(enforcement.rule());
        row.ruleRevision = enforcement.ruleRevision();
        row.actionIndex = enforcement.actionIndex();
        row.triggerInstance = enforcement.triggerInstance();
        row.status = enforcement.status().name().toLowerCase(Locale.ROOT);
        row.execution = enforcement.executionId();
        row.failureReason = enforcement.failureReason();
        row.parameters = Documents.writeOrNull(enforcement.parameters());
        row.traceId = enforcement.traceId();
        row.enforcedAt = Instants.stored(enforcement.at());
        return row;
    }

    RuleEnforcement enforcement() {
        return new RuleEnforcement(
                id,
                key,
                Ref.parse(rule),
                ruleRevision,
                actionIndex,
                triggerInstance,
                RuleEnforcement.Status.valueOf(status.toUpperCase(Locale.ROOT)),
                execution,
                failureReason,
                Documents.readObjectOrNull(parameters),
                traceId,
                enforcedAt);
    }
}
