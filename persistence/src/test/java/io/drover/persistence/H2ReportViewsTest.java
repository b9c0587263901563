package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views on H2, through its door. */
class H2ReportViewsTest extends ReportViewsContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private ReportDoor door;

    private int port;

    @Override
    HibernateStore open() {
        HibernateStore store = HibernateStore.open(
                DatabaseSettings.of("jdbc:h2:file:" + folder.resolve("drover"), "drover", "secret"), Clock.systemUTC());
        door = new ReportDoor(store);
        port = door.start(0, PASSWORD);
        return store;
    }

    @Override
    Connection reader() throws SQLException {
        return connect("report", "drover_report", PASSWORD);
    }

    private Connection connect(String database, String user, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:h2:tcp://127.0.0.1:" + port + "/" + database, user, password);
    }

    @AfterEach
    void closeDoor() {
        door.close();
    }

    @Test
    void letsNobodyElseIn() {
        for (List<String> who : List.of(
                List.of("report", "drover_report", "guess"),
                List.of("report", "drover_report", ""),
                List.of("report", "drover", ""),
                List.of("report", "sa", ""),
                List.of("other", "drover_report", PASSWORD),
                List.of("mem:x", "sa", ""),
                List.of(folder.resolve("drover").toString(), "drover_report", PASSWORD),
                List.of(folder.resolve("new").toString(), "sa", ""),
                List.of("report;INIT=create table x (a integer)", "drover_report", PASSWORD),
                List.of("report;INIT=runscript from '/tmp/x.sql'", "drover_report", PASSWORD))) {
            assertThatThrownBy(() -> connect(who.get(0), who.get(1), who.get(2)).close())
                    .as(who.toString())
                    .isInstanceOf(SQLException.class);
        }
        assertThat(Files.exists(folder.resolve("new.mv.db"))).isFalse();
    }

    @Test
    void refusesWhatReachesBeyondTheDatabase() throws SQLException {
        Path file = folder.resolve("out");
        try (Connection reader = reader()) {
            for (String sql : List.of(
                    "set write_delay 500",
                    "set max_memory_rows 1",
                    "script to '" + file + "'",
                    "script",
                    "backup to '" + file + "'",
                    "runscript from '" + file + "'",
                    "shutdown",
                    "create alias x for 'java.lang.System.getProperty'",
                    "create trigger x before insert on report_v1.events call 'x.X'",
                    "create linked table x ('', 'jdbc:h2:mem:', '', '', 'x')",
                    "select file_read('/etc/passwd')",
                    "select file_write('x', '" + file + "')",
                    "select * from csvread('/etc/passwd')",
                    "call csvwrite('" + file + "', 'select 1')",
                    "select link_schema('x', '', 'jdbc:h2:mem:', '', '', 'x')",
                    "alter user drover set password 'x'",
                    "alter user drover_report admin true")) {
                assertThat(refusal(reader, sql)).as(sql).isNotNull();
            }
        }
        assertThat(Files.exists(file)).isFalse();
        assertThat(store().describe()).endsWith("WRITE_DELAY=0");
    }

    @Test
    void isShutByClosing() throws SQLException {
        reader().close();

        door.close();

        assertThatThrownBy(() -> reader().close()).isInstanceOf(SQLException.class);
    }

    @Test
    void staysShutWhereTheOwnerHasNoPassword() {
        try (HibernateStore open = HibernateStore.open(
                DatabaseSettings.of("jdbc:h2:file:" + folder.resolve("open"), "sa", ""), Clock.systemUTC())) {
            assertThatThrownBy(() -> new ReportDoor(open).start(0, PASSWORD))
                    .isInstanceOf(DroverException.class)
                    .hasMessageContaining("database.password");
        }
    }
}
