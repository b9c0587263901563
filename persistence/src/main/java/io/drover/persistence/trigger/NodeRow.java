package io.drover.persistence.trigger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A node that ran on this database at some time. */
@Entity
@Table(name = "node")
class NodeRow {
    @Id
    int number;

    String name;

    @Column(name = "registered_at")
    Instant registeredAt;

    @SuppressWarnings("NullAway.Init")
    NodeRow() {}

    static NodeRow of(int number, String name, Instant registeredAt) {
        NodeRow row = new NodeRow();
        row.number = number;
        row.name = name;
        row.registeredAt = registeredAt;
        return row;
    }
}
