package io.drover.persistence.program;

import io.drover.model.execution.Position;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/** The last event of a node that the DRL rules of a pack were asked about. */
@Entity
@Table(name = "program_reached")
class ProgramReachedRow {
    @EmbeddedId
    Id id;

    long batch;

    int place;

    /** The pack and the node. */
    @Embeddable
    record Id(
            @Column(name = "pack") String pack,
            @Column(name = "node") int node) implements Serializable {}

    @SuppressWarnings("NullAway.Init")
    ProgramReachedRow() {}

    static ProgramReachedRow of(String pack, Position position) {
        ProgramReachedRow row = new ProgramReachedRow();
        row.id = new Id(pack, position.node());
        row.batch = position.batch();
        row.place = position.index();
        return row;
    }

    Position position() {
        return new Position(id.node(), batch, place);
    }
}
