package io.drover.persistence.lineage;

import io.drover.persistence.sql.BulkInsert;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/** Something that came of an origin. */
@Entity
@Table(name = "lineage")
class LineageRow {
    static final BulkInsert<LineageRow> INSERT = BulkInsert.<LineageRow>into("lineage")
            .text("origin", row -> row.key.origin())
            .text("kind", row -> row.key.kind())
            .text("id", row -> row.key.id())
            .end();

    @EmbeddedId
    Key key;

    @SuppressWarnings("NullAway.Init")
    LineageRow() {}

    /** The origin, what came of it, and in which way. */
    @Embeddable
    record Key(
            @Column(name = "origin") String origin,
            @Column(name = "kind") String kind,
            @Column(name = "id") String id) implements Serializable {}

    static LineageRow of(String origin, String kind, String id) {
        LineageRow row = new LineageRow();
        row.key = new Key(origin, kind, id);
        return row;
    }
}
