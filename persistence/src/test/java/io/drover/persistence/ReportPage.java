package io.drover.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The page docs/report-v1.md, as a database with the views tells it. */
final class ReportPage {
    private static final String BEGINNING = """
            # The views of `report_v1`

            Made from what the database says of itself; a test fails where this page and the database differ. How to ask them:
            [reporting.md](reporting.md). A view or column that stands here stays as it is; new ones may come.

            *Position* is `batch`, `node`, `place`, in this order: it puts rows in the order of their commits, which ids and times do not.
            `report_v1.columns` holds the meanings below as rows, on PostgreSQL they are comments of the columns, too.
            """;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("CHARACTER VARYING", "text"),
            Map.entry("TEXT", "text"),
            Map.entry("JSON", "json"),
            Map.entry("TIMESTAMP WITH TIME ZONE", "timestamp"),
            Map.entry("TIMESTAMPTZ", "timestamp"),
            Map.entry("DATE", "date"),
            Map.entry("BOOLEAN", "boolean"),
            Map.entry("BOOL", "boolean"),
            Map.entry("INTEGER", "integer"),
            Map.entry("INT4", "integer"),
            Map.entry("BIGINT", "long"),
            Map.entry("INT8", "long"),
            Map.entry("DOUBLE PRECISION", "double"),
            Map.entry("FLOAT8", "double"));

    private ReportPage() {}

    static String of(Connection reader) throws SQLException {
        StringBuilder page = new StringBuilder(BEGINNING);
        for (Map.Entry<String, String> view : views(reader).entrySet()) {
            page.append("\n## `").append(view.getKey()).append("`\n\n").append(view.getValue());
            page.append("\n\n| column | type | meaning |\n|---|---|---|\n");
            columns(reader, view.getKey(), page);
        }
        return page.toString();
    }

    private static Map<String, String> views(Connection reader) throws SQLException {
        Map<String, String> views = new TreeMap<>();
        try (ResultSet tables = reader.getMetaData().getTables(null, null, null, new String[] {"VIEW"})) {
            while (tables.next()) {
                if (tables.getString("TABLE_SCHEM").toLowerCase(Locale.ROOT).equals("report_v1")) {
                    views.put(
                            tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT),
                            Objects.requireNonNull(tables.getString("REMARKS")));
                }
            }
        }
        String ofColumns = Objects.requireNonNull(views.remove("columns"));
        if (ofColumns.isEmpty()) {
            throw new IllegalStateException("Expected a comment on every view");
        }
        return views;
    }

    private static void columns(Connection reader, String view, StringBuilder page) throws SQLException {
        Map<String, String> described = new LinkedHashMap<>();
        try (Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery("select column_name, description from report_v1.columns"
                        + " where view_name = '" + view + "' order by place")) {
            while (rows.next()) {
                described.put(rows.getString(1), rows.getString(2));
            }
        }
        try (Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery("select * from report_v1." + view + " where 1 = 0")) {
            ResultSetMetaData columns = rows.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                String name = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
                String type = columns.getColumnTypeName(i).toUpperCase(Locale.ROOT);
                page.append("| `").append(name).append("` | ").append(TYPES.getOrDefault(type, type));
                page.append(" | ").append(described.remove(name)).append(" |\n");
            }
        }
        if (!described.isEmpty()) {
            throw new IllegalStateException("Expected columns of " + view + " alone, but found also " + described);
        }
    }
}
