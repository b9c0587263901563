package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reporting tools read the views by plain JDBC while the daemon runs on H2. */
class ReportDoorIT {
    private static final PackagedDaemon DAEMON =
            PackagedDaemon.fresh("report-door").with("DROVER_REPORT_JDBC_PORT", "0");
    private static final Pattern ADDRESS = Pattern.compile("jdbc:h2:tcp://127\\.0\\.0\\.1:\\d+/report");
    private static final String ROLE = "drover_report";

    @BeforeAll
    static void start() {
        DAEMON.pack("told").webhookRule("say", "told", "echo said");
        DAEMON.start();
        DAEMON.hook("told", "{}");
        DAEMON.succeededOf("told.say", 1);
    }

    @AfterAll
    static void close() {
        DAEMON.close();
    }

    @Test
    void showsWhatHappenedWhileTheDaemonRuns() throws Exception {
        try (Connection connection = connection()) {
            assertThat(texts(connection, "select trigger_type from report_v1.events"))
                    .contains("core.st2.webhook");
            assertThat(texts(connection, "select rule_ref from report_v1.matches"))
                    .containsExactly("told.say");
            assertThat(texts(connection, "select status from report_v1.executions where rule_ref = 'told.say'"))
                    .containsExactly("succeeded");
            assertThat(texts(connection, "select what from report_v1.audit where kind = 'execution'"))
                    .contains("started", "succeeded");
            assertThat(texts(connection, "select distinct view_name from report_v1.columns"))
                    .contains("events", "matches", "executions", "audit");

            DAEMON.hook("told", "{}");
            DAEMON.succeededOf("told.say", 2);

            assertThat(texts(connection, "select rule_ref from report_v1.matches"))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from report_v1.events",
                "update report_v1.executions set status = 'failed'",
                "create table mine (id integer)",
                "create alias run as 'void run() {}'",
                "drop view report_v1.events",
                "script",
                "shutdown"
            })
    void letsNobodyChangeAnything(String sql) throws Exception {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute(sql));
        }

        assertThat(DAEMON.ask("GET", "/readyz", null).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"execution", "trigger_instance", "api_key", "audit_record", "content", "key_value_pair"})
    void hidesTheTablesBehindTheViews(String table) throws Exception {
        try (Connection connection = connection()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> texts(connection, "select 1 from public." + table))
                    .withMessageContaining("rights");
        }
    }

    @Test
    void asksForThePassword() throws IOException {
        Path file = DAEMON.data().resolve("run/report-password");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(address(), ROLE, "wrong"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(address(), "drover", ""));
    }

    @Test
    void opensNoOtherDatabase() {
        String other = address().replace("/report", "/mem:other");
        String file = address().replace("/report", "/" + DAEMON.folder().resolve("other"));

        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> DriverManager.getConnection(other, "sa", ""));
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> DriverManager.getConnection(file, "sa", ""));
        assertThat(DAEMON.folder().resolve("other.mv.db")).doesNotExist();
    }

    private static String address() {
        Matcher matcher = ADDRESS.matcher(DAEMON.log());
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    private static Connection connection() throws SQLException, IOException {
        String password =
                Files.readString(DAEMON.data().resolve("run/report-password")).strip();
        return DriverManager.getConnection(address(), ROLE, password);
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
