package io.drover.persistence.workflow;

import io.drover.persistence.sql.BulkInsert;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A long value in the state of a run. */
@Entity
@Table(name = "workflow_value")
class WorkflowValueRow {
    static final BulkInsert<WorkflowValueRow> INSERT = BulkInsert.<WorkflowValueRow>into("workflow_value")
            .text("run_id", row -> row.key.run())
            .text("hash", row -> row.key.hash())
            .json("content", row -> row.text)
            .end();

    @EmbeddedId
    Key key;

    @Column(name = "content")
    @JdbcTypeCode(SqlTypes.JSON)
    String text;

    @SuppressWarnings("NullAway.Init")
    WorkflowValueRow() {}

    /** A run and the hash of the value's text. */
    @Embeddable
    record Key(
            @Column(name = "run_id") String run,
            @Column(name = "hash") String hash) implements Serializable {}

    static WorkflowValueRow of(String run, String hash, String text) {
        WorkflowValueRow row = new WorkflowValueRow();
        row.key = new Key(run, hash);
        row.text = text;
        return row;
    }
}
