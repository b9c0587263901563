package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The audit trail stays whole when the daemon is killed, and tells when somebody changed it. */
class AuditIT {
    private static final int KILLS = 3;

    @Test
    void isWholeAfterKillsInTheFileTooAndTellsOfTampering() throws Exception {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("audit")) {
            daemon.pack("told").webhookRule("say", "told", "echo said");
            for (int kill = 1; kill <= KILLS; kill++) {
                daemon.start();
                daemon.hook("told", "{}");
                daemon.succeededOf("told.say", kill);
                daemon.kill();
            }
            daemon.start();

            Outcome whole = daemon.drover("audit", "verify");
            assertThat(whole.code()).as(whole.toString()).isZero();
            assertThat(daemon.terminate()).isZero();

            String url = "jdbc:h2:file:" + daemon.data().resolve("drover");
            String password =
                    Files.readString(daemon.data().resolve("database-password")).strip();
            try (Connection connection = DriverManager.getConnection(url, "drover", password);
                    Statement statement = connection.createStatement()) {
                assertThat(inFile(daemon, "succeeded")).containsAll(inDatabase(statement, "succeeded"));
                assertThat(inFile(daemon, "accepted")).containsAll(inDatabase(statement, "accepted"));
                statement.execute("drop trigger audit_record_stays");
                assertThat(statement.executeUpdate("update audit_record set who = 'nobody' where what = 'succeeded'"))
                        .isEqualTo(KILLS);
                assertThat(statement.executeUpdate("delete from audit_record where what = 'started'"))
                        .isEqualTo(KILLS);
            }
            daemon.start();

            Outcome tampered = daemon.drover("audit", "verify", "-j");
            assertThat(tampered.code()).isEqualTo(1);
            assertThat(PackagedDaemon.json(tampered.out()).path("findings"))
                    .hasSize(2 * KILLS)
                    .extracting(finding -> finding.path("wrong").asText())
                    .containsOnly("edited", "missing");
        }
    }

    private static List<String> inDatabase(Statement statement, String what) throws SQLException {
        List<String> subjects = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select subject from audit_record where what = '" + what + "'")) {
            while (rows.next()) {
                subjects.add(rows.getString(1));
            }
        }
        assertThat(subjects).hasSizeGreaterThanOrEqualTo(KILLS);
        return subjects;
    }

    private static List<String> inFile(PackagedDaemon daemon, String what) throws IOException {
        return Files.readAllLines(daemon.auditFile()).stream()
                .filter(line -> line.endsWith("}"))
                .map(PackagedDaemon::json)
                .filter(line -> line.path("what").asText().equals(what))
                .map(line -> line.path("subject").asText())
                .toList();
    }
}
