package io.drover.persistence.workflow;

import io.drover.persistence.sql.BulkInsert;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** The text of a workflow, which is stored once however many runs begin with it. */
@Entity
@Table(name = "workflow_definition")
class WorkflowDefinitionRow {
    static final BulkInsert<WorkflowDefinitionRow> INSERT = BulkInsert.<WorkflowDefinitionRow>into(
                    "workflow_definition")
            .text("hash", row -> row.hash)
            .text("content", row -> row.text)
            .end();

    static final List<String> KEY = List.of("hash");

    @Id
    String hash;

    @Column(name = "content")
    String text;

    @SuppressWarnings("NullAway.Init")
    WorkflowDefinitionRow() {}

    static WorkflowDefinitionRow of(String hash, String text) {
        WorkflowDefinitionRow row = new WorkflowDefinitionRow();
        row.hash = hash;
        row.text = text;
        return row;
    }
}
