package io.drover.persistence.trigger;

import io.drover.model.execution.Position;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.store.TriggerInstances.Inserted;
import io.drover.model.trigger.TriggerInstance;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.StoredText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads many events at once without Hibernate: rules that follow stored events, or are tried over them, ask for hundreds of
 * thousands.
 */
final class EventRows {
    private static final String SELECT =
            "select seq, id, batch, node, place, trigger_ref, trigger_type, source, payload,"
                    + " dedupe_key, trace_id, trace_tag, occurred_at, accepted_at from trigger_instance where ";

    /** So many times as many as are asked for are read at most, to read them in their order. */
    private static final int MOST_OF_RANGE = 3;

    private final ResultSet rows;
    /** Few triggers have many events. */
    private final Map<String, Ref> refs = new HashMap<>();

    private EventRows(ResultSet rows) {
        this.rows = rows;
    }

    /**
     * {@return events of some trigger types that were inserted after a place, oldest first}
     *
     * @param node that accepted them; null: any
     */
    static List<Inserted> inserted(
            Connection connection, long place, @Nullable Integer node, Collection<String> types, int limit)
            throws SQLException {
        if (types.isEmpty()) {
            return List.of();
        }
        String sql = SELECT + "seq > ?" + (node == null ? "" : " and node = ?") + " and trigger_type in ("
                + places(types) + ") order by seq fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = 0;
            statement.setLong(++next, place);
            if (node != null) {
                statement.setInt(++next, node);
            }
            for (String type : types) {
                BulkInsert.bindText(statement, ++next, type);
            }
            statement.setInt(++next, limit);
            return read(statement);
        }
    }

    /** {@return those that are there of some events} */
    static List<Inserted> of(Connection connection, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement(SELECT + "id in (" + places(ids) + ")")) {
            int next = 0;
            for (String id : ids) {
                BulkInsert.bindText(statement, ++next, id);
            }
            return read(statement);
        }
    }

    /**
     * Reads all that are stored from the first of some events to the last, and keeps those that are asked for, as long as that is
     * not much more: at a start most events of some time are asked for.
     *
     * @param ids in their order, at least one
     * @param found the events are added to it
     * @return of so many of them it is known whether they are there
     */
    static int range(Connection connection, List<String> ids, List<TriggerInstance> found) throws SQLException {
        int most = MOST_OF_RANGE * ids.size();
        String sql = SELECT + "id >= ? and id <= ? order by id fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            BulkInsert.bindText(statement, 1, ids.get(0));
            BulkInsert.bindText(statement, 2, ids.get(ids.size() - 1));
            statement.setInt(3, most);
            try (ResultSet all = statement.executeQuery()) {
                EventRows rows = new EventRows(all);
                int read = 0;
                int next = 0;
                while (all.next()) {
                    read++;
                    String id = rows.text("id");
                    while (next < ids.size() && ids.get(next).compareTo(id) < 0) {
                        next++;
                    }
                    if (next < ids.size() && ids.get(next).equals(id)) {
                        found.add(rows.event().instance());
                        next++;
                    }
                }
                return read < most ? ids.size() : next;
            }
        }
    }

    private static String places(Collection<String> values) {
        return "?" + ", ?".repeat(values.size() - 1);
    }

    private static List<Inserted> read(PreparedStatement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery()) {
            EventRows rows = new EventRows(found);
            List<Inserted> events = new ArrayList<>();
            while (found.next()) {
                events.add(rows.event());
            }
            return events;
        }
    }

    private Inserted event() throws SQLException {
        TriggerInstance instance = new TriggerInstance(
                text("id"),
                ref("trigger_ref"),
                ref("trigger_type"),
                Documents.readObject(rows.getString("payload")),
                instant("occurred_at"),
                instant("accepted_at"),
                textOrNull("dedupe_key"),
                text("source"),
                new Trace(text("trace_id"), textOrNull("trace_tag")));
        return new Inserted(
                rows.getLong("seq"),
                instance,
                new Position(rows.getInt("node"), rows.getLong("batch"), rows.getInt("place")));
    }

    private Ref ref(String column) throws SQLException {
        return refs.computeIfAbsent(text(column), Ref::parse);
    }

    private String text(String column) throws SQLException {
        return StoredText.restored(rows.getString(column));
    }

    private @Nullable String textOrNull(String column) throws SQLException {
        String stored = rows.getString(column);
        return stored == null ? null : StoredText.restored(stored);
    }

    private Instant instant(String column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }
}
