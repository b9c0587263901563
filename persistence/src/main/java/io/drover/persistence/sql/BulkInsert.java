package io.drover.persistence.sql;

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
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows of one table, many at once, in the transaction of a session. For the tables that every event writes:
 * Hibernate's own inserts take there a third of the committing thread's time.
 *
 * @param <R> a row, as Hibernate reads it
 */
public final class BulkInsert<R> {
    private final String table;
    private final List<Column<R>> columns;
    private final List<String> names;

    private record Column<R>(String name, ColumnWriter<R> writer) {}

    @FunctionalInterface
    private interface ColumnWriter<R> {
        void write(R row, RowWriter writer) throws SQLException;
    }

    private BulkInsert(String table, List<Column<R>> columns) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.names = columns.stream().map(Column::name).toList();
    }

    /** Begins to say which columns a table has; the first added is the first in the statement. */
    public static <R> Columns<R> into(String table) {
        return new Columns<>(table);
    }

    /** Inserts all rows, or fails. */
    public void insert(StatelessSession session, Database database, List<R> rows) {
        if (!rows.isEmpty()) {
            session.doWork(connection -> database.insert(connection, this, rows));
        }
    }

    /** Inserts all rows, each in place of the one that has the same key, or fails; no two of them may have the same. */
    public void upsert(StatelessSession session, Database database, List<String> key, List<R> rows) {
        if (!rows.isEmpty()) {
            session.doWork(
                    connection -> BatchInsert.run(connection, database, database.upserting(this, key), this, rows));
        }
    }

    String table() {
        return table;
    }

    /** {@return the names of the columns, in the order in which a row's values are written} */
    List<String> columns() {
        return names;
    }

    void write(R row, RowWriter writer) throws SQLException {
        for (Column<R> column : columns) {
            column.writer().write(row, writer);
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
            return column(name, (row, writer) -> writer.text(value.apply(row)));
        }

        public Columns<R> json(String name, Function<R, @Nullable String> value) {
            return column(name, (row, writer) -> writer.json(value.apply(row)));
        }

        public Columns<R> number(String name, ToIntFunction<R> value) {
            return column(name, (row, writer) -> writer.number(value.applyAsInt(row)));
        }

        public Columns<R> numberOrNull(String name, Function<R, @Nullable Integer> value) {
            return column(name, (row, writer) -> writer.numberOrNull(value.apply(row)));
        }

        public Columns<R> bigNumber(String name, ToLongFunction<R> value) {
            return column(name, (row, writer) -> writer.bigNumber(value.applyAsLong(row)));
        }

        public Columns<R> instant(String name, Function<R, @Nullable Instant> value) {
            return column(name, (row, writer) -> writer.instant(value.apply(row)));
        }

        public Columns<R> bytes(String name, Function<R, byte @Nullable []> value) {
            return column(name, (row, writer) -> writer.bytes(value.apply(row)));
        }

        /** Adds the three columns of a place. */
        public Columns<R> place(Function<R, Place> place) {
            return bigNumber("batch", row -> place.apply(row).batch())
                    .number("node", row -> place.apply(row).node())
                    .number("place", row -> place.apply(row).place());
        }

        private Columns<R> column(String name, ColumnWriter<R> writer) {
            columns.add(new Column<>(name, writer));
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
