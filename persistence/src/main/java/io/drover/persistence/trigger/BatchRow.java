package io.drover.persistence.trigger;

import io.drover.model.store.Batches;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A commit of a node. */
@Entity
@Table(name = "batch")
class BatchRow {
    @EmbeddedId
    Key key;

    @Column(name = "rule_set")
    long ruleSet;

    @Column(name = "committed_at")
    Instant committedAt;

    @SuppressWarnings("NullAway.Init")
    BatchRow() {}

    /** A node and one of its batches. */
    @Embeddable
    record Key(
            @Column(name = "node") int node,
            @Column(name = "number") long number) implements Serializable {}

    static BatchRow of(Batches.Batch batch) {
        BatchRow row = new BatchRow();
        row.key = new Key(batch.node(), batch.number());
        row.ruleSet = batch.ruleSet();
        row.committedAt = Instants.stored(batch.at());
        return row;
    }

    Batches.Batch batch() {
        return new Batches.Batch(key.node(), key.number(), ruleSet, committedAt);
    }
}
