package io.drover.model.execution;

import java.util.Comparator;

/**
 * Where something stands in the order of what was committed: ids are names, never order.
 *
 * @param node number of the node that committed it
 * @param batch number of the commit on that node, without gaps
 * @param index place within the batch, from 0
 */
public record Position(int node, long batch, int index) implements Comparable<Position> {
    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::batch)
            .thenComparingInt(Position::node)
            .thenComparingInt(Position::index);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
