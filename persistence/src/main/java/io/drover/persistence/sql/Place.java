package io.drover.persistence.sql;

import io.drover.model.execution.Position;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;

/**
 * Where a row stands in the order of commits.
 *
 * @param place index within the batch
 */
@Embeddable
public record Place(
        @Column(name = "batch") long batch,
        @Column(name = "node") int node,
        @Column(name = "place") int place) implements Serializable {

    public static Place of(Position position) {
        return new Place(position.batch(), position.node(), position.index());
    }

    public Position position() {
        return new Position(node, batch, place);
    }
}
