package io.drover.persistence.workflow;

import io.drover.model.workflow.TaskRun;
import io.drover.model.workflow.WorkflowPart;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Instants;
import io.drover.persistence.sql.LongValues;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A piece of the state of a run, and what it says of a run of a task. */
@Entity
@Table(name = "workflow_part")
class WorkflowPartRow {
    static final BulkInsert<WorkflowPartRow> INSERT = BulkInsert.<WorkflowPartRow>into("workflow_part")
            .text("run_id", row -> row.key.run())
            .text("name", row -> row.key.name())
            .json("document", row -> row.document)
            .text("task_run_id", row -> row.taskRun)
            .text("task", row -> row.task)
            .numberOrNull("route", row -> row.route)
            .text("status", row -> row.status)
            .numberOrNull("items", row -> row.items)
            .instant("started_at", row -> row.startedAt)
            .instant("ended_at", row -> row.endedAt)
            .end();

    static final List<String> KEY = List.of("run_id", "name");

    @EmbeddedId
    Key key;

    /** As {@link LongValues} writes it. */
    @JdbcTypeCode(SqlTypes.JSON)
    String document;

    @Column(name = "task_run_id")
    @Nullable
    String taskRun;

    @Nullable
    String task;

    @Nullable
    Integer route;

    @Nullable
    String status;

    @Nullable
    Integer items;

    @Column(name = "started_at")
    @Nullable
    Instant startedAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @SuppressWarnings("NullAway.Init")
    WorkflowPartRow() {}

    /** A run and the name of one of its pieces. */
    @Embeddable
    record Key(
            @Column(name = "run_id") String run,
            @Column(name = "name") String name) implements Serializable {}

    static WorkflowPartRow of(Key key, WorkflowPart part, String document) {
        WorkflowPartRow row = new WorkflowPartRow();
        row.key = key;
        row.document = document;
        if (part.task() != null) {
            row.take(part.task());
        }
        return row;
    }

    private void take(TaskRun run) {
        taskRun = run.id();
        task = run.task();
        route = run.route();
        status = run.status();
        items = run.items();
        startedAt = Instants.storedOrNull(run.startedAt());
        endedAt = Instants.storedOrNull(run.endedAt());
    }
}
