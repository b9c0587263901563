package io.drover.persistence;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * One table that is copied from H2 to PostgreSQL, by the text format of {@code COPY} (PostgreSQL manual, COPY, "Text Format").
 *
 * @param columns in the source's order
 */
record TableCopy(String table, List<Column> columns) {
    private static final int PIECE = 1 << 16;
    private static final int AT_ONCE = 1_000;

    /**
     * A column.
     *
     * @param type as H2 calls it
     * @param isCounted whether the database numbers it
     */
    record Column(String name, String type, boolean isCounted) {
        /** {@return its value in a form that is the same on both databases, and that PostgreSQL reads} */
        @Nullable
        String text(ResultSet rows, int index) throws SQLException {
            if (type.startsWith("TIMESTAMP")) {
                OffsetDateTime time = rows.getObject(index, OffsetDateTime.class);
                return time == null ? null : time.toInstant().toString();
            }
            if (type.startsWith("BINARY")) {
                byte[] bytes = rows.getBytes(index);
                return bytes == null ? null : "\\x" + HexFormat.of().formatHex(bytes);
            }
            if (type.equals("BOOLEAN")) {
                boolean value = rows.getBoolean(index);
                return rows.wasNull() ? null : value ? "t" : "f";
            }
            return rows.getString(index);
        }
    }

    TableCopy {
        columns = List.copyOf(columns);
    }

    /** {@return the table with its columns as the H2 database has them} */
    static TableCopy of(String table, Connection source) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement statement = source.prepareStatement("""
                select column_name, data_type, is_identity from information_schema.columns
                where table_schema = 'PUBLIC' and table_name = ? order by ordinal_position""")) {
            statement.setString(1, table.toUpperCase(Locale.ROOT));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(new Column(
                            rows.getString(1).toLowerCase(Locale.ROOT),
                            rows.getString(2),
                            rows.getString(3).equals("YES")));
                }
            }
        }
        return new TableCopy(table, columns);
    }

    /** Copies all rows. {@return what was sent} */
    RowSum send(Connection source, Connection target) throws SQLException {
        CopyIn copy = target.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + names() + ") from stdin");
        try (Statement statement = source.createStatement()) {
            // else H2 writes the whole table into a file beside first
            statement.execute("set lazy_query_execution true");
            RowSum sum = RowSum.NONE;
            StringBuilder pending = new StringBuilder();
            try (ResultSet rows = statement.executeQuery("select " + names() + " from " + table)) {
                while (rows.next()) {
                    List<@Nullable String> row = row(rows);
                    sum = sum.plus(row);
                    appendLine(pending, row);
                    if (pending.length() > PIECE) {
                        flush(copy, pending);
                    }
                }
            }
            flush(copy, pending);
            copy.endCopy();
            return sum;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** {@return what is there} */
    RowSum sum(Connection target) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.setFetchSize(AT_ONCE);
            RowSum sum = RowSum.NONE;
            try (ResultSet rows = statement.executeQuery("select " + names() + " from " + table)) {
                while (rows.next()) {
                    sum = sum.plus(row(rows));
                }
            }
            return sum;
        }
    }

    /** Lets the numbers that the database gives go on after the highest that is there. */
    void continueNumbers(Connection target) throws SQLException {
        for (Column column : columns) {
            if (column.isCounted()) {
                try (Statement statement = target.createStatement()) {
                    statement.execute("select setval(pg_get_serial_sequence('" + table + "', '" + column.name()
                            + "'), coalesce(max(" + column.name() + "), 0) + 1, false) from " + table);
                }
            }
        }
    }

    private String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private List<@Nullable String> row(ResultSet rows) throws SQLException {
        List<@Nullable String> row = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            row.add(columns.get(i).text(rows, i + 1));
        }
        return row;
    }

    private static void appendLine(StringBuilder line, List<@Nullable String> row) {
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                line.append('\t');
            }
            append(line, row.get(i));
        }
        line.append('\n');
    }

    private static void append(StringBuilder line, @Nullable String value) {
        if (value == null) {
            line.append("\\N");
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            switch (each) {
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> line.append(each);
            }
        }
    }

    private static void flush(CopyIn copy, StringBuilder pending) throws SQLException {
        byte[] bytes = pending.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        pending.setLength(0);
    }
}
