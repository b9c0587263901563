package io.drover.persistence.purge;

import io.drover.model.store.Purges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the oldest batches of each node, in the order of their numbers. The last one stays, by which other nodes and the next
 * life see how far the node has come; so do those from the oldest event on that is kept, which tell with what rules it was
 * matched.
 */
final class OldBatches {
    private static final String LAST = "select coalesce(max(number), 0) from batch where node = ?";
    private static final String OLDEST_EVENT =
            "select batch from trigger_instance where node = ? order by seq fetch first 1 rows only";
    private static final String LOOK =
            "select number, committed_at from batch where node = ? and number < ? order by number fetch first ? rows only";
    private static final String REMOVE = "delete from batch where node = ? and number <= ?";

    private OldBatches() {}

    static Purges.Step remove(Connection connection, Instant before, long after, int limit) throws SQLException {
        int removed = 0;
        boolean isLast = true;
        for (int node : nodes(connection)) {
            int gone = remove(connection, node, before, limit);
            removed += gone;
            isLast &= gone < limit;
        }
        return new Purges.Step(after, removed, isLast);
    }

    private static List<Integer> nodes(Connection connection) throws SQLException {
        List<Integer> nodes = new ArrayList<>();
        try (PreparedStatement look = connection.prepareStatement("select number from node order by number");
                ResultSet found = look.executeQuery()) {
            while (found.next()) {
                nodes.add(found.getInt(1));
            }
        }
        return nodes;
    }

    private static int remove(Connection connection, int node, Instant before, int limit) throws SQLException {
        long end = Math.min(number(connection, LAST, node, 0), number(connection, OLDEST_EVENT, node, Long.MAX_VALUE));
        long upTo = 0;
        try (PreparedStatement look = connection.prepareStatement(LOOK)) {
            look.setInt(1, node);
            look.setLong(2, end);
            look.setInt(3, limit);
            try (ResultSet found = look.executeQuery()) {
                while (found.next()
                        && found.getObject(2, OffsetDateTime.class).toInstant().isBefore(before)) {
                    upTo = found.getLong(1);
                }
            }
        }
        if (upTo == 0) {
            return 0;
        }
        try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            remove.setInt(1, node);
            remove.setLong(2, upTo);
            return remove.executeUpdate();
        }
    }

    private static long number(Connection connection, String sql, int node, long otherwise) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement(sql)) {
            look.setInt(1, node);
            try (ResultSet found = look.executeQuery()) {
                return found.next() ? found.getLong(1) : otherwise;
            }
        }
    }
}
