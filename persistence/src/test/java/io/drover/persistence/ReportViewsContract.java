package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.silence.Freeze;
import io.drover.model.store.Executions;
import io.drover.model.store.ReportTable;
import io.drover.model.trigger.SourceHealth;
import io.drover.persistence.sql.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private static final Path DOCS = Path.of("..", "docs");
    static final String PASSWORD = "a 'quoted' password";

    @SuppressWarnings("NullAway.Init")
    private HibernateStore store;

    /** {@return a store over an empty database} */
    abstract HibernateStore open();

    /** {@return a connection as the user {@code drover_report}} */
    abstract Connection reader() throws SQLException;

    @BeforeEach
    void fillStore() {
        store = open();
        store.change(ReportStory::tell);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    HibernateStore store() {
        return store;
    }

    @Test
    void keepsTheColumnsThatThePagePromises() throws SQLException, IOException {
        String page;
        try (Connection reader = reader()) {
            page = ReportPage.of(reader);
        }

        Path made = Files.createDirectories(Path.of("target")).resolve("report-v1.md");
        Files.writeString(made, page);
        assertThat(page)
                .as("If a view or column is new, copy " + made + " to docs; none may change or go")
                .isEqualTo(Files.readString(DOCS.resolve("report-v1.md")));
    }

    @Test
    void showsEveryViewByJdbc() throws SQLException {
        try (Connection reader = reader()) {
            assertThat(rows(reader, "select id from report_v1.events order by id"))
                    .containsExactly(Samples.id(1, 1), Samples.id(1, 2), Samples.id(1, 3), Samples.id(1, 4));
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
    void showsTheRunsOfTasksWithTheirWorkflow() throws SQLException {
        try (Connection reader = reader()) {
            assertThat(rows(
                            reader,
                            "select task || ' ' || status from report_v1.workflow_tasks where execution_id = '"
                                    + Samples.id(3, 2) + "' and workflow_ref = 'core.local' order by task_id"))
                    .containsExactly("restart succeeded", "check succeeded", "restart succeeded", "page running");
            assertThat(rows(reader, "select task from report_v1.workflow_tasks where duration_seconds = 40.5"))
                    .containsExactly("check");
            assertThat(rows(reader, "select task from report_v1.workflow_tasks where duration_seconds is null"))
                    .containsExactly("page");
        }
    }

    @Test
    void showsALongResultAsAnyOther() throws SQLException {
        Execution running = Samples.execution(50);
        Execution ended = running.completedWith(
                ActionResult.succeeded(Map.of("stdout", "x".repeat(2_000_000))), running.requestedAt());
        store().change(t -> t.executions().insertAll(List.of(Samples.entry(running, 50, 0))));
        store().change(t -> t.executions().updateAll(List.of(new Executions.Update(ended, 1))));

        try (Connection reader = reader()) {
            assertThat(rows(reader, "select result from report_v1.executions where id = '" + running.id() + "'"))
                    .singleElement()
                    .asString()
                    .startsWith("{")
                    .contains("x".repeat(2_000_000));
        }
    }

    @Test
    void showsWhatLimitsStoppedAndCountsItByTheHour() throws SQLException {
        try (Connection reader = reader()) {
            assertThat(rows(
                            reader,
                            "select limit_name || ' ' || limit_key || ' ' || match_count from report_v1.limited"
                                    + " where first_event_id = '" + Samples.id(1, 2) + "' order by limit_name"))
                    .containsExactly("late  2", "throttle web-1 7");
            assertThat(
                            rows(
                                    reader,
                                    "select limited || ' of ' || (matches + limited) from report_v1.rule_hours where rule_ref = 'ops.restart'"))
                    .containsExactly("7 of 10");
        }
    }

    @Test
    void showsHowSourcesAreHeardAndWhatKeepsMatchesFromTheirActions() throws SQLException {
        store.change(transaction -> {
            transaction
                    .sources()
                    .put(List.of(new SourceHealth(
                            "plant.alerts", 1, Samples.at(1), 30, Duration.ofSeconds(90), Duration.ofMillis(2_500))));
            transaction.silences().begin(new Freeze(Samples.id(9, 1), "ops", true, Samples.at(1), "ada", "storm"));
        });
        try (Connection reader = reader()) {
            assertThat(rows(
                            reader,
                            "select source from report_v1.sources where events = 30 and usual_gap_seconds = 2.5"
                                    + " and longest_gap_seconds = 90"))
                    .containsExactly("plant.alerts");
            assertThat(rows(reader, "select reason from report_v1.freezes where pack = 'ops' and is_manual"))
                    .containsExactly("storm");
            assertThat(rows(reader, "select id from report_v1.silences")).isEmpty();
        }
    }

    @Test
    void showsUsersWithTheirRolesAndNoHashes() throws SQLException {
        try (Connection reader = reader()) {
            assertThat(
                            rows(
                                    reader,
                                    "select user_name || ': ' || coalesce(roles, 'none') from report_v1.users order by user_name"))
                    .containsExactly("ada: author, viewer", "bob: none");
            assertThat(rows(
                            reader,
                            "select user_name from report_v1.users where last_login_at is null or not is_enabled"))
                    .containsExactly("bob");
        }
        ReportTable all = store.report("select * from users order by user_name", 9);
        assertThat(all.rows().get(0))
                .contains(Samples.at(3).toString())
                .doesNotContain(Samples.at(2).toString());
        assertThat(all.toString()).doesNotContain("planted", "argon2");
    }

    @Test
    void answersTheExamplesOfThePage() throws IOException {
        StringBuilder answers = new StringBuilder();
        Matcher example = Pattern.compile("### ([^\n]+)\n(?:[^#`]*)```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCS.resolve("reporting.md")));
        while (example.find()) {
            answers.append("## ").append(example.group(1)).append('\n');
            store.report(example.group(2), 100)
                    .rows()
                    .forEach(row -> answers.append(row).append('\n'));
        }

        assertThat(answers).hasToString(resource("/report_examples.txt"));
    }

    @Test
    void runsEveryQueryOfTheDashboard() throws IOException {
        String dashboard = Files.readString(DOCS.resolve("grafana/drover.json"));
        List<String> queries = new ArrayList<>();
        collectQueries(Documents.read(dashboard), queries);

        assertThat(queries).hasSizeGreaterThan(9);
        for (String query : queries) {
            String sql = query.replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 > timestamp '2020-01-01 00:00:00'");
            assertThat(store.report(sql, 100).rows()).as(sql).isNotEmpty();
        }
    }

    private static void collectQueries(@Nullable Object json, List<String> queries) {
        if (json instanceof Map<?, ?> object) {
            if (object.get("rawSql") instanceof String sql) {
                queries.add(sql);
            }
            object.values().forEach(value -> collectQueries(value, queries));
        } else if (json instanceof List<?> array) {
            array.forEach(value -> collectQueries(value, queries));
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
        assertThat(store.report("select id from events", 9).rows()).hasSize(4);
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
