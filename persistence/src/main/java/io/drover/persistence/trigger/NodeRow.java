package io.drover.persistence.trigger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A node that ran on this database at some time. */
@Entity
@Table(name = "node")
class NodeRow {
    @Id
    int number;

    String name;

    @Column(name = "registered_at")
    Instant registeredAt;

    @Nullable
    String home;

    @Nullable
    String life;

    @Column(name = "heard_at")
    @Nullable
    Instant heardAt;

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
