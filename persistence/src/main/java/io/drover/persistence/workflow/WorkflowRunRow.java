package io.drover.persistence.workflow;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

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

    @SuppressWarnings("NullAway.Init")
    WorkflowRunRow() {}
}
