package io.drover.persistence.workflow;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A run of a workflow. */
@Entity
@Table(name = "workflow_run")
class WorkflowRunRow {
    @Id
    String id;

    @Column(name = "execution_id")
    String execution;

    long revision;

    /** Hash of the text. */
    String definition;

    /** Null where a part has it: no commit wrote it since it has its place here. */
    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String head;

    @SuppressWarnings("NullAway.Init")
    WorkflowRunRow() {}
}
