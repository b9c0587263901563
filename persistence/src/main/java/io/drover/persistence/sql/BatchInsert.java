package io.drover.persistence.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows by one batch of a prepared statement, which every database understands. */
final class BatchInsert implements RowWriter {
    private final PreparedStatement statement;
    private final Database database;
    private int bound;

    private BatchInsert(PreparedStatement statement, Database database) {
        this.statement = statement;
        this.database = database;
    }

    static <R> void insert(Connection connection, Database database, BulkInsert<R> into, List<R> rows)
            throws SQLException {
        run(connection, database, statement(into), into, rows);
    }

    /** {@return the statement that inserts a row} */
    static String statement(BulkInsert<?> into) {
        return "insert into " + into.table() + " (" + String.join(", ", into.columns()) + ") values (?"
                + ", ?".repeat(into.columns().size() - 1) + ")";
    }

    /** Runs a statement, whose places are the columns in their order, for each row. */
    static <R> void run(Connection connection, Database database, String sql, BulkInsert<R> into, List<R> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (R row : rows) {
                into.write(row, new BatchInsert(statement, database));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @Override
    public void text(@Nullable String value) throws SQLException {
        BulkInsert.bindText(statement, ++bound, value);
    }

    @Override
    public void json(@Nullable String document) throws SQLException {
        database.bindJson(statement, ++bound, document);
    }

    @Override
    public void number(int value) throws SQLException {
        statement.setInt(++bound, value);
    }

    @Override
    public void numberOrNull(@Nullable Integer value) throws SQLException {
        if (value == null) {
            statement.setNull(++bound, Types.INTEGER);
        } else {
            number(value);
        }
    }

    @Override
    public void bigNumber(long value) throws SQLException {
        statement.setLong(++bound, value);
    }

    @Override
    public void instant(@Nullable Instant value) throws SQLException {
        BulkInsert.bindInstant(statement, ++bound, value);
    }

    @Override
    public void bytes(byte @Nullable [] value) throws SQLException {
        statement.setBytes(++bound, value);
    }
}
