package io.drover.persistence.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows of one table, many at once, in the transaction of a session. For the tables that every event writes:
 * Hibernate's own inserts take there a third of the committing thread's time.
 *
 * @param <R> a row, as Hibernate reads it
 */
public final class BulkInsert<R> {
    private final List<Column<R>> columns;
    private final String sql;

    private record Column<R>(String name, Binder<R> binder) {}

    @FunctionalInterface
    private interface Binder<R> {
        void bind(R row, PreparedStatement statement, int index, Database database) throws SQLException;
    }

    private BulkInsert(String table, List<Column<R>> columns) {
        this.columns = List.copyOf(columns);
        this.sql = columns.stream()
                .map(Column::name)
                .collect(Collectors.joining(
                        ", ", "insert into " + table + " (", ") values (?" + ", ?".repeat(columns.size() - 1) + ")"));
    }

    /** Begins to say which columns a table has; the first added is the first in the statement. */
    public static <R> Columns<R> into(String table) {
        return new Columns<>(table);
    }

    /** Inserts all rows, or fails. */
    public void insert(StatelessSession session, Database database, List<R> rows) {
        if (!rows.isEmpty()) {
            session.doWork(connection -> insert(connection, database, rows));
        }
    }

    private void insert(Connection connection, Database database, List<R> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (R row : rows) {
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).binder().bind(row, statement, i + 1, database);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** The columns of a table and where a row has their values. */
    public static final class Columns<R> {
        private final String table;
        private final List<Column<R>> columns = new ArrayList<>();

        private Columns(String table) {
            this.table = table;
        }

        public Columns<R> text(String name, Function<R, @Nullable String> value) {
            return column(name, (row, statement, index, database) -> bindText(statement, index, value.apply(row)));
        }

        public Columns<R> json(String name, Function<R, @Nullable String> value) {
            return column(
                    name, (row, statement, index, database) -> database.bindJson(statement, index, value.apply(row)));
        }

        public Columns<R> number(String name, ToIntFunction<R> value) {
            return column(name, (row, statement, index, database) -> statement.setInt(index, value.applyAsInt(row)));
        }

        public Columns<R> bigNumber(String name, ToLongFunction<R> value) {
            return column(name, (row, statement, index, database) -> statement.setLong(index, value.applyAsLong(row)));
        }

        public Columns<R> instant(String name, Function<R, @Nullable Instant> value) {
            return column(name, (row, statement, index, database) -> bindInstant(statement, index, value.apply(row)));
        }

        public Columns<R> bytes(String name, Function<R, byte @Nullable []> value) {
            return column(name, (row, statement, index, database) -> statement.setBytes(index, value.apply(row)));
        }

        /** Adds the three columns of a place. */
        public Columns<R> place(Function<R, Place> place) {
            return bigNumber("batch", row -> place.apply(row).batch())
                    .number("node", row -> place.apply(row).node())
                    .number("place", row -> place.apply(row).place());
        }

        private Columns<R> column(String name, Binder<R> binder) {
            columns.add(new Column<>(name, binder));
            return this;
        }

        public BulkInsert<R> end() {
            return new BulkInsert<>(table, columns);
        }
    }

    /** Binds a text in the form of {@link StoredText}. */
    public static void bindText(PreparedStatement statement, int index, @Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, StoredText.of(text));
        }
    }

    /** Binds an instant of whole microseconds. */
    public static void bindInstant(PreparedStatement statement, int index, @Nullable Instant instant)
            throws SQLException {
        if (instant == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, Instants.stored(instant).atOffset(ZoneOffset.UTC));
        }
    }
}
