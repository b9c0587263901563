package io.drover.persistence.execution;

import io.drover.model.execution.Cause;
import io.drover.model.execution.Claim;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Sealed;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import io.drover.persistence.sql.Place;
import io.drover.persistence.sql.Refs;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A run of an action. */
@Entity
@Table(name = "execution")
class ExecutionRow {
    /**
     * H2 parts a page where a row comes, not where it grows, and takes the size of what comes instead of another as that of
     * what was there before: some fifty results that end in one page would be written with each of them.
     */
    private static final int LONGEST_IN_ROW = 16 * 1024;

    static final BulkInsert<ExecutionRow> INSERT = BulkInsert.<ExecutionRow>into("execution")
            .text("id", row -> row.id)
            .place(row -> row.place)
            .text("action", row -> row.action)
            .text("runner", row -> row.runner)
            .text("action_revision", row -> row.actionRevision)
            .text("status", row -> row.status)
            .json("parameters", row -> row.parameters)
            .bytes("sealed_parameters", row -> row.sealed)
            .json("context", row -> row.context)
            .text("user_name", row -> row.user)
            .text("rule_ref", row -> row.rule)
            .number("rule_revision", row -> row.ruleRevision)
            .text("trigger_ref", row -> row.trigger)
            .text("trigger_type", row -> row.triggerType)
            .text("trigger_instance", row -> row.triggerInstance)
            .text("parent", row -> row.parent)
            .text("trace_id", row -> row.traceId)
            .text("trace_tag", row -> row.traceTag)
            .number("attempt", row -> row.attempt)
            .text("owner", row -> row.owner)
            .instant("requested_at", row -> row.requestedAt)
            .instant("ended_at", row -> row.endedAt)
            .json("result", row -> row.result)
            .json("status_log", row -> row.log)
            .end();

    @Id
    String id;

    @Column(name = "seq", insertable = false, updatable = false)
    long sequence;

    @Embedded
    Place place;

    String action;

    String runner;

    @Column(name = "action_revision")
    String actionRevision;

    String status;

    @JdbcTypeCode(SqlTypes.JSON)
    String parameters;

    @Column(name = "sealed_parameters")
    byte @Nullable [] sealed;

    @JdbcTypeCode(SqlTypes.JSON)
    String context;

    @Column(name = "user_name")
    String user;

    @Column(name = "rule_ref")
    @Nullable
    String rule;

    @Column(name = "rule_revision")
    int ruleRevision;

    @Column(name = "trigger_ref")
    @Nullable
    String trigger;

    @Column(name = "trigger_type")
    @Nullable
    String triggerType;

    @Column(name = "trigger_instance")
    @Nullable
    String triggerInstance;

    @Nullable
    String parent;

    @Column(name = "trace_id")
    String traceId;

    @Column(name = "trace_tag")
    @Nullable
    String traceTag;

    int attempt;

    @Nullable
    String owner;

    @Column(name = "requested_at")
    Instant requestedAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String result;

    /** In the place of {@link #result} where that is {@linkplain #isLong long}. */
    @Column(name = "long_result")
    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String longResult;

    @Column(name = "status_log")
    @JdbcTypeCode(SqlTypes.JSON)
    String log;

    @SuppressWarnings("NullAway.Init")
    ExecutionRow() {}

    static ExecutionRow of(Execution execution, Place place) {
        ExecutionRow row = new ExecutionRow();
        row.id = execution.id();
        row.place = place;
        row.action = execution.action().toString();
        row.runner = execution.runnerType();
        row.actionRevision = execution.actionRevision();
        row.status = execution.status().word();
        row.parameters = Documents.write(execution.parameters());
        row.sealed = bytes(execution.sealed());
        row.context = Documents.write(execution.context());
        row.traceId = execution.trace().id();
        row.traceTag = execution.trace().tag();
        row.attempt = execution.claim().attempt();
        row.owner = execution.claim().owner();
        row.requestedAt = Instants.stored(execution.requestedAt());
        row.endedAt = Instants.storedOrNull(execution.endedAt());
        row.result = Documents.writeOrNull(execution.result());
        row.log = StatusLog.write(execution.log());
        row.take(execution.cause());
        return row;
    }

    /** {@return whether a result, as JSON, does not belong in the row itself} */
    static boolean isLong(@Nullable String result) {
        return result != null && result.length() > LONGEST_IN_ROW;
    }

    static byte @Nullable [] bytes(@Nullable Sealed sealed) {
        return sealed == null ? null : sealed.bytes();
    }

    private void take(Cause cause) {
        user = cause.user();
        rule = Refs.stored(cause.rule());
        ruleRevision = cause.ruleRevision();
        trigger = Refs.stored(cause.trigger());
        triggerType = Refs.stored(cause.triggerType());
        triggerInstance = cause.triggerInstance();
        parent = cause.parent();
    }

    Execution execution() {
        return new Execution(
                id,
                Ref.parse(action),
                runner,
                actionRevision,
                ExecutionStatus.ofWord(status),
                Documents.readObject(parameters),
                sealed == null ? null : new Sealed(sealed),
                Documents.readObject(context),
                cause(),
                new Trace(traceId, traceTag),
                new Claim(attempt, owner),
                requestedAt,
                endedAt,
                Documents.readObjectOrNull(result == null ? longResult : result),
                StatusLog.read(log));
    }

    private Cause cause() {
        return new Cause(
                user,
                Refs.restored(rule),
                ruleRevision,
                Refs.restored(trigger),
                Refs.restored(triggerType),
                triggerInstance,
                parent);
    }
}
