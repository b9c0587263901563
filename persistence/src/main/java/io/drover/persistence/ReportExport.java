package io.drover.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.persistence.sql.Database;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Writes the views of {@code report_v1} into files of CSV (RFC 4180), all as they were at one moment. */
public final class ReportExport {
    private static final int AT_ONCE = 1_000;
    private static final String VIEWS =
            "select lower(table_name) from information_schema.views where lower(table_schema) = 'report_v1'";

    private ReportExport() {}

    /** Exports from a database that no daemon of ours has open. {@return how many rows each view has} */
    public static Map<String, Long> write(DatabaseSettings settings, Path folder) {
        try (HikariDataSource pool = Pools.of(settings)) {
            return write(pool, Database.of(settings.url()), folder);
        }
    }

    static Map<String, Long> write(DataSource source, Database database, Path folder) {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection connection = source.getConnection()) {
            Files.createDirectories(folder);
            // what the pool asked at first began a transaction
            connection.rollback();
            int usual = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                for (String view : views(connection)) {
                    counts.put(view, export(connection, view, folder.resolve(view + ".csv")));
                }
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(usual);
            }
            return counts;
        } catch (SQLException e) {
            throw new SqlFailures(database).translated(e);
        } catch (IOException e) {
            throw DroverException.of(ErrorCode.INTERNAL, "Expected to write into '" + folder + "', but found: " + e, e);
        }
    }

    private static List<String> views(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(VIEWS)) {
            List<String> views = new ArrayList<>();
            while (rows.next()) {
                views.add(rows.getString(1));
            }
            return views;
        }
    }

    private static long export(Connection connection, String view, Path file) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                BufferedWriter csv = Files.newBufferedWriter(file)) {
            statement.setFetchSize(AT_ONCE);
            try (ResultSet rows = statement.executeQuery("select * from report_v1." + view)) {
                ResultSetMetaData columns = rows.getMetaData();
                List<@Nullable String> fields = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    fields.add(Reports.shown(columns.getColumnLabel(i)));
                }
                writeLine(csv, fields);
                long count = 0;
                while (rows.next()) {
                    fields.clear();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        fields.add(text(rows, i, columns.getColumnTypeName(i)));
                    }
                    writeLine(csv, fields);
                    count++;
                }
                return count;
            }
        }
    }

    private static @Nullable String text(ResultSet rows, int column, String type) throws SQLException {
        if (type.startsWith("TIMESTAMP") || type.equals("timestamptz")) {
            OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant().toString();
        }
        return rows.getString(column);
    }

    private static void writeLine(Writer csv, List<@Nullable String> fields) throws IOException {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                csv.write(',');
            }
            csv.write(field(fields.get(i)));
        }
        csv.write("\r\n");
    }

    /** Null is an empty field, empty text a pair of quotes. */
    private static String field(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean isPlain = !value.isEmpty() && value.chars().noneMatch(each -> each == '"' || each == ',' || each < ' ');
        return isPlain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
