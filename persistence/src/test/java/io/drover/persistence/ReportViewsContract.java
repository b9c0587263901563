package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.store.Executions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The views of {@code report_v1} as other people's tools see them: by plain JDBC, while the store is open. */
abstract class ReportViewsContract {
    static final String PASSWORD = "a 'quoted' password";
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("CHARACTER VARYING", "text"),
            Map.entry("TEXT", "text"),
            Map.entry("JSON", "json"),
            Map.entry("TIMESTAMP WITH TIME ZONE", "timestamp"),
            Map.entry("TIMESTAMPTZ", "timestamp"),
            Map.entry("INTEGER", "integer"),
            Map.entry("INT4", "integer"),
            Map.entry("BIGINT", "long"),
            Map.entry("INT8", "long"),
            Map.entry("DOUBLE PRECISION", "double"),
            Map.entry("FLOAT8", "double"));

    @SuppressWarnings("NullAway.Init")
    private HibernateStore store;

    /** {@return a store over an empty database} */
    abstract HibernateStore open();

    /** {@return a connection as the user {@code drover_report}} */
    abstract Connection reader() throws SQLException;

    @BeforeEach
    void fillStore() {
        store = open();
        store.change(t -> {
            for (int i = 1; i <= 3; i++) {
                t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(i), 1, i)));
                t.enforcements().insertAll(List.of(Samples.enforcement(i)));
                t.executions().insertAll(List.of(Samples.entry(Samples.execution(i), 1, 10 + i)));
                t.audit()
                        .appendAll(List.of(
                                Samples.audit(i, "requested", "execution", Samples.id(3, i), 1, 20 + i),
                                Samples.audit(i, "succeeded", "execution", Samples.id(3, i), 1, 30 + i)));
            }
            t.executions().updateAll(List.of(new Executions.Update(Samples.completed(Samples.execution(1)), 1)));
        });
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    HibernateStore store() {
        return store;
    }

    @Test
    void keepsTheColumnsThatWerePromised() throws SQLException, IOException {
        List<String> found = new ArrayList<>();
        try (Connection reader = reader()) {
            for (String view : List.of("events", "matches", "executions", "audit")) {
                found.addAll(columns(reader, view));
            }
        }

        assertThat(String.join("\n", found) + "\n").isEqualTo(resource("/report_v1.txt"));
    }

    private static List<String> columns(Connection reader, String view) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = reader.createStatement();
                ResultSet all = statement.executeQuery("select * from report_v1." + view + " where 1 = 0");
                Statement comments = reader.createStatement();
                ResultSet described = comments.executeQuery("select column_name, description from report_v1.columns"
                        + " where view_name = '" + view + "' order by place")) {
            ResultSetMetaData metadata = all.getMetaData();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
                assertThat(described.next()).isTrue();
                String column = metadata.getColumnLabel(i).toLowerCase(Locale.ROOT);
                assertThat(described.getString(1)).isEqualTo(column);
                String type = metadata.getColumnTypeName(i).toUpperCase(Locale.ROOT);
                columns.add(String.join(" | ", view, column, KINDS.getOrDefault(type, type), described.getString(2)));
            }
            assertThat(described.next()).isFalse();
        }
        return columns;
    }

    @Test
    void showsEveryViewByJdbc() throws SQLException {
        try (Connection reader = reader()) {
            assertThat(rows(reader, "select id from report_v1.events order by id"))
                    .containsExactly(Samples.id(1, 1), Samples.id(1, 2), Samples.id(1, 3));
            assertThat(rows(
                            reader,
                            "select event_id from report_v1.matches where execution_id = '" + Samples.id(3, 2) + "'"))
                    .containsExactly(Samples.id(1, 2));
            assertThat(rows(reader, "select duration_seconds from report_v1.executions where status = 'succeeded'"))
                    .containsExactly("1.5");
            assertThat(rows(
                            reader,
                            "select what from report_v1.audit where subject = '" + Samples.id(3, 3)
                                    + "' order by batch, node, place"))
                    .containsExactly("requested", "succeeded");
            assertThat(rows(reader, "select count(*) from report_v1.columns")).hasSize(1);
        }
    }

    @Test
    void runsTheExamplesOfThePage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reporting.md"));
        Matcher example = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(page);
        int run = 0;
        while (example.find()) {
            assertThat(store.report(example.group(1), 100).rows())
                    .as(example.group(1))
                    .isNotEmpty();
            run++;
        }
        assertThat(run).isEqualTo(3);
    }

    @Test
    void thePageTellsEveryColumn() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reporting.md"));

        for (String line : resource("/report_v1.txt").split("\n", -1)) {
            String[] parts = line.split(" \\| ", -1);
            if (parts.length > 1) {
                assertThat(page).contains("| `" + parts[1] + "` | " + parts[2] + " | " + parts[3] + " |");
            }
        }
    }

    @Test
    void readsNothingButTheViews() throws SQLException {
        try (Connection reader = reader()) {
            for (String sql : List.of(
                    "select * from public.execution",
                    "select * from public.api_key",
                    "select * from public.schema_history",
                    "delete from report_v1.events",
                    "update report_v1.events set id = 'x'",
                    "insert into report_v1.audit (who) values ('x')",
                    "create table public.x (a integer)",
                    "create table report_v1.x (a integer)",
                    "create schema x",
                    "create view report_v1.x as select 1 as a",
                    "drop view report_v1.events",
                    "drop table public.execution",
                    "alter table public.execution add column x integer",
                    "grant select on public.api_key to drover_report",
                    "create user x password 'x'")) {
                assertThat(refusal(reader, sql)).as(sql).isNotNull();
            }
        }
        assertThat(store.report("select id from events", 9).rows()).hasSize(3);
    }

    /** {@return why the statement was refused; null where it was not} */
    static @Nullable String refusal(Connection reader, String sql) {
        try (Statement statement = reader.createStatement()) {
            statement.execute(sql);
            return null;
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    static List<String> rows(Connection reader, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = reader.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReportViewsContract.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
